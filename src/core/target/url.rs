//! The server that a URL of http or FTP is about, for who asks what would be decided. What PHP's wrappers and
//! libcurl make of a URL is their own matter.

use std::borrow::Cow;

/// What a URL is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// `http`, `https`: TCP like any other.
    Http,
    /// `ftp`, `ftps`: decided on as such first.
    Ftp,
}

/// Schemes with the ports of PHP's wrappers.
const SCHEMES: [(&[u8], Protocol, u16); 4] = [
    (b"http", Protocol::Http, 80),
    (b"https", Protocol::Http, 443),
    (b"ftp", Protocol::Ftp, 21),
    (b"ftps", Protocol::Ftp, 21),
];

/// The server of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Url<'a> {
    /// What is spoken with it.
    pub protocol: Protocol,
    /// Host, and port where one is written; without user and password.
    pub server: &'a [u8],
    port: u16,
}

impl<'a> Url<'a> {
    /// Reads what stands before and behind `://`, if that is such a URL.
    #[must_use]
    pub fn parse(scheme: &[u8], rest: &'a [u8]) -> Option<Self> {
        let mut schemes = SCHEMES.into_iter();
        let (_, protocol, port) = schemes.find(|(name, ..)| name.eq_ignore_ascii_case(scheme))?;
        let mut parts = rest.split(|byte| matches!(byte, b'/' | b'?' | b'#'));
        let authority = parts.next().unwrap_or_default();
        let server = authority.rsplit(|byte| *byte == b'@').next();
        Some(Self {
            protocol,
            server: server.unwrap_or_default(),
            port,
        })
    }

    /// The server with a port, the usual one where none is written.
    #[must_use]
    pub fn with_port(&self) -> Cow<'a, [u8]> {
        let behind_brackets = self.server.rsplit(|byte| *byte == b']').next();
        if behind_brackets.is_some_and(|end| end.contains(&b':')) {
            return self.server.into();
        }
        [self.server, format!(":{}", self.port).as_bytes()]
            .concat()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Option<(Protocol, String)> {
        let (scheme, rest) = text.split_once("://").unwrap();
        let url = Url::parse(scheme.as_bytes(), rest.as_bytes())?;
        let server = String::from_utf8(url.with_port().into_owned()).unwrap();
        Some((url.protocol, server))
    }

    #[test]
    fn a_url_is_about_its_server_at_the_usual_port_or_at_its_own() {
        use Protocol::{Ftp, Http};
        for (url, expected) in [
            ("http://a.test/", (Http, "a.test:80")),
            ("HTTPS://a.test", (Http, "a.test:443")),
            ("https://u:p@a.test:8443/b@c:1?d#e", (Http, "a.test:8443")),
            ("http://[::1]/", (Http, "[::1]:80")),
            ("http://[::1]:81?x", (Http, "[::1]:81")),
            ("ftp://a.test/x", (Ftp, "a.test:21")),
            ("ftps://u@a.test:2121", (Ftp, "a.test:2121")),
        ] {
            let (protocol, told) = expected;
            assert_eq!(server(url), Some((protocol, told.to_owned())), "{url}");
        }
        assert_eq!(server("tcp://a.test:80"), None);
        assert_eq!(server("ws://a.test"), None);
    }
}
