//! As much of HTTP/1.1 as a scrape needs: GET and HEAD of `/metrics`, and a connection for each.

use std::{
    convert::Infallible,
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// How many are answered at a time.
const THREADS: usize = 4;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of a request.
const LONGEST: usize = 8 << 10;
/// How OpenMetrics 1.0 names itself.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// Answers for ever; `page` is asked anew each time.
pub fn serve(listener: &TcpListener, page: &(dyn Fn() -> Result<String, String> + Sync)) -> ! {
    let answer_for_ever = || -> Infallible {
        loop {
            match listener.accept() {
                // Who does not listen to the answer gets none.
                Ok((stream, _)) => drop(answer(stream, page)),
                // Descriptors lack: one may be free soon.
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..THREADS {
            scope.spawn(answer_for_ever);
        }
        match answer_for_ever() {}
    })
}

fn answer(mut stream: TcpStream, page: &dyn Fn() -> Result<String, String>) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = read_request(&mut stream)?;
    let response = respond(&request, page);
    stream.write_all(response.as_bytes())
}

/// The head of a request, or as much of it as came.
fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let deadline = Instant::now() + PATIENCE;
    let (mut head, mut part) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < LONGEST {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => break,
            length => head.extend_from_slice(&part[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn respond(request: &str, page: &dyn Fn() -> Result<String, String>) -> String {
    let mut words = request.lines().next().unwrap_or_default().split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let path = path.split('?').next().unwrap_or_default();
    let (status, kind, body) = match (method, path) {
        ("GET" | "HEAD", "/metrics") => match page() {
            Ok(body) => ("200 OK", OPEN_METRICS, body),
            Err(why) => ("503 Service Unavailable", PLAIN, format!("{why}\n")),
        },
        ("GET" | "HEAD", _) => (
            "404 Not Found",
            PLAIN,
            "/metrics is what there is\n".to_owned(),
        ),
        _ => (
            "405 Method Not Allowed",
            PLAIN,
            "GET /metrics is what there is\n".to_owned(),
        ),
    };
    let length = body.len();
    let body = if method == "HEAD" { "" } else { &body };
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_there_and_nothing_else_is() {
        let page = || Ok("# EOF\n".to_owned());
        let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\nContent-Length: 6\r\nConnection: close\r\n\r\n";
        assert_eq!(
            respond("GET /metrics?a=1 HTTP/1.1\r\nHost: x\r\n\r\n", &page),
            format!("{ok}# EOF\n")
        );
        assert_eq!(respond("HEAD /metrics HTTP/1.1\r\n\r\n", &page), ok);
        for (request, status) in [
            ("GET / HTTP/1.1", "404 Not Found"),
            ("POST /metrics HTTP/1.1", "405 Method Not Allowed"),
            ("", "405 Method Not Allowed"),
        ] {
            let response = respond(request, &page);
            assert!(
                response.starts_with(&format!("HTTP/1.1 {status}\r\n")),
                "{response}"
            );
        }
        let broken = respond("GET /metrics HTTP/1.1", &|| Err("it is damaged".to_owned()));
        assert!(broken.starts_with("HTTP/1.1 503 ") && broken.ends_with("\r\n\r\nit is damaged\n"));
    }
}
