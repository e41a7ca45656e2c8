//! Starts the servers, and gives the lab's client the addresses that they have. Not the clients.

use crate::{client::php_file, echo};
use std::{
    env, fs,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Where the servers are: a public address, so that the clients need no rule, which the kernel delivers on loopback.
pub const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 216, 34));
/// `location = /` says hello over HTTP.
pub const HTTP: u16 = 7180;
/// The same over TLS.
pub const HTTPS: u16 = 7143;
/// Echo over TLS.
pub const TLS_ECHO: u16 = 7144;
/// Redis.
pub const REDIS: u16 = 7379;
/// The forward proxy.
pub const PROXY: u16 = 7888;
/// A name of the certificate.
pub const TLS_NAME: &str = "plain.test";

/// The addresses that the kernel delivers on loopback: the servers', and the name server's.
const NETWORK: &[&[&str]] = &[
    &["ip", "route", "add", "local", "93.184.216.34", "dev", "lo"],
    &["ip", "route", "add", "local", "8.8.4.4", "dev", "lo"],
    &[
        "ip",
        "-6",
        "route",
        "add",
        "local",
        "2001:4860:4860::8844",
        "dev",
        "lo",
    ],
];
/// Ports enough for many connections, and none that waits long after its connection.
const KERNEL: &[(&str, &str)] = &[
    ("net/ipv6/ip_nonlocal_bind", "1"),
    ("net/ipv4/ip_local_port_range", "10000 65000"),
    ("net/ipv4/tcp_max_tw_buckets", "1000"),
];

/// Delays of the name server, in milliseconds.
pub const DELAYS: [u32; 3] = [0, 5, 50];

const NGINX: &str = "
user root;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events { worker_connections 4096; }
http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path .;
    proxy_temp_path .;
    fastcgi_temp_path .;
    uwsgi_temp_path .;
    scgi_temp_path .;
    server {
        listen HTTP;
        listen HTTPS ssl;
        ssl_certificate LAB/web.pem;
        ssl_certificate_key LAB/web.key;
        location = / { return 200 \"hello, hello, hello, hello, hello\"; }
    }
}
";

const TINYPROXY: &str = "
Port PROXY
Listen ADDRESS
Timeout 600
MaxClients 500
LogLevel Critical
DisableViaHeader Yes
";

/// Starts every server, and returns when each listens. They end with the lab.
pub fn start(php: &str) {
    for words in NETWORK {
        run(Command::new(words[0]).args(&words[1..]));
    }
    for (name, value) in KERNEL {
        fs::write(format!("/proc/sys/{name}"), value).expect(name);
    }
    echo::serve(ADDRESS).expect("the ports of the echo server are free");

    let lab = lab_directory();
    names(&lab);
    nginx(&lab);
    spawn(
        "redis-server",
        &[
            "--port",
            &REDIS.to_string(),
            "--bind",
            &ADDRESS.to_string(),
            "--save",
            "",
            "--protected-mode",
            "no",
        ],
    );
    let proxy = lab.join("tinyproxy.conf");
    fs::write(&proxy, fill(TINYPROXY, &lab)).expect("the lab's directory");
    spawn("tinyproxy", &["-d", "-c", path(&proxy)]);
    spawn(
        php,
        &[
            "-n",
            &php_file("tls-echo.php"),
            &format!("port={TLS_ECHO}"),
            &format!("lab={}", lab.display()),
        ],
    );
    for port in [HTTP, HTTPS, TLS_ECHO, REDIS, PROXY] {
        await_port((ADDRESS, port).into());
    }
}

/// The lab's directory, in memory.
pub fn lab_directory() -> PathBuf {
    env::var_os("LAB_DIR").expect("it runs in the lab").into()
}

/// A name that lives in caches for an hour, or one that no cache may keep.
pub fn name(kept: bool, delay: u32) -> String {
    format!(
        "{}-{delay}.scripted.test",
        if kept { "warm" } else { "cold" }
    )
}

/// The lab's scripted name server, on loopback as the others, and nothing in front of it.
fn names(lab: &Path) {
    let mut answers = String::new();
    for delay in DELAYS {
        for (kept, ttl) in [(true, 3600), (false, 0)] {
            answers += &format!("{}\tA={ADDRESS}\t{ttl}\t{delay}\n", name(kept, delay));
        }
    }
    let (file, log) = (lab.join("bench-answers"), lab.join("bench-queries.log"));
    fs::write(&file, answers).expect("the lab's directory");
    run(Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/lab/dns.py")).args([&file, &log]));
    let configuration = "nameserver 8.8.4.4\noptions timeout:5 attempts:2\n";
    fs::write("/etc/resolv.conf", configuration).expect("the lab's resolv.conf");
}

fn nginx(lab: &Path) {
    let directory = lab.join("bench-nginx");
    fs::create_dir(&directory).expect("the lab's directory");
    fs::write(directory.join("nginx.conf"), fill(NGINX, lab)).expect("the lab's directory");
    run(Command::new("nginx").args(["-p", path(&directory), "-c", "nginx.conf", "-e", "stderr"]));
}

fn fill(template: &str, lab: &Path) -> String {
    template
        .replace("HTTPS", &format!("{ADDRESS}:{HTTPS}"))
        .replace("HTTP", &format!("{ADDRESS}:{HTTP}"))
        .replace("PROXY", &PROXY.to_string())
        .replace("ADDRESS", &ADDRESS.to_string())
        .replace("LAB", path(lab))
}

fn path(path: &Path) -> &str {
    path.to_str().expect("the lab's directory has a plain name")
}

fn run(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{command:?} failed"
    );
}

/// A thread waits for it, which would be for good, and says so when it ends.
fn spawn(program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    thread::spawn(move || eprintln!("{command:?} ended: {:?}", command.status()));
}

/// Waits until a server listens. Cases of one that never does fail, and others go on.
fn await_port(address: SocketAddr) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_err() {
        if Instant::now() > deadline {
            return eprintln!("nothing listens at {address}");
        }
        thread::sleep(Duration::from_millis(10));
    }
}
