//! One run of one case by one client: stock PHP, PHP with aesock, PHP through a proxy, or Rust; by the clock or under
//! a tool that counts. Not how runs are repeated and compared.

use crate::{
    cases::{Case, Subject},
    servers::{self, ADDRESS, PROXY, TLS_NAME},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    env, fmt, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    process::{Command, Output, Stdio},
    slice,
};

/// Who does it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// PHP without aesock; in a case about the floor, with aesock but without that.
    Stock,
    /// PHP with aesock and its default settings.
    Aesock,
    /// The same with the build of aesock that this one is compared with.
    Base,
    /// PHP without aesock, through a local forward proxy.
    Proxy,
    /// A client in Rust.
    Limit,
}

impl Client {
    pub fn name(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Aesock => "aesock",
            Self::Base => "base",
            Self::Proxy => "proxy",
            Self::Limit => "limit",
        }
    }
}

/// The programs that are measured.
pub struct Bench {
    pub php: String,
    pub php_version: String,
    fpm: String,
    module: String,
    /// The build that the module is compared with, if any.
    base: Option<String>,
    cpu: usize,
}

/// System calls by name.
pub type SystemCalls = BTreeMap<String, f64>;

/// Why a run has no figure: what it, or the server that it asked, has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a run may take, in seconds: a server that went away is not waited for.
const LONGEST: &str = "900";

impl Bench {
    /// The programs that the environment names, and php-fpm where that PHP has it; all run on one CPU.
    pub fn new(cpu: usize) -> Self {
        let php = env::var("PHP").expect("PHP names the program");
        let output = Command::new(&php)
            .args(["-n", "-r", "echo PHP_VERSION;"])
            .output();
        let php_version = String::from_utf8(output.expect("it runs").stdout).expect("a version");
        let (minor, _) = php_version.rsplit_once('.').expect("three numbers");
        let prefix = Path::new(&php)
            .ancestors()
            .nth(2)
            .expect("a folder above bin");
        let fpm =
            ["php-fpm", &format!("php-fpm{minor}")].map(|name| prefix.join("sbin").join(name));
        let fpm = fpm
            .iter()
            .rfind(|path| path.exists())
            .expect("php-fpm is there");
        Self {
            fpm: fpm.to_str().expect("a plain name").to_owned(),
            module: env::var("AESOCK_MODULE").expect("AESOCK_MODULE names the extension"),
            base: env::var("AESOCK_BASE").ok().filter(|base| !base.is_empty()),
            php,
            php_version,
            cpu,
        }
    }

    /// Those that have a way to do it. Beside another build of aesock only stock PHP is of interest.
    pub fn clients(&self, case: &Case) -> Vec<Client> {
        let further = match self.base {
            Some(_) => [Some(Client::Base), None],
            None => [
                case.proxied.map(|_| Client::Proxy),
                case.limit.map(|_| Client::Limit),
            ],
        };
        [Client::Stock, Client::Aesock]
            .into_iter()
            .chain(further.into_iter().flatten())
            .collect()
    }

    /// What the figures are of: the builds of aesock, by their bytes.
    pub fn builds(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for module in [Some(&self.module), self.base.as_ref()] {
            module
                .map(|module| fs::read(module).unwrap_or_else(|error| panic!("{module}: {error}")))
                .hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    pub fn has_base(&self) -> bool {
        self.base.is_some()
    }

    /// What a run says of itself: nanoseconds an operation, or bytes.
    pub fn measure(&self, case: &Case, client: Client, operations: usize) -> Result<f64, Failure> {
        let output = self.run(case, client, operations, &[])?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.trim().parse().map_err(|_| Failure(one_line(&text)))
    }

    /// System calls of `operations` operations and all around them.
    pub fn system_calls(
        &self,
        case: &Case,
        client: Client,
        operations: usize,
    ) -> Result<SystemCalls, Failure> {
        let file = servers::lab_directory().join("strace");
        let file = file.to_str().expect("a plain name");
        let tool = ["strace", "-f", "-qq", "-c", "-U", "calls,name", "-o", file];
        self.run(case, client, operations, &tool)?;
        let summary = fs::read_to_string(file).expect("strace has written it");
        let lines = summary.lines().filter_map(|line| {
            let (calls, name) = line.trim().split_once(' ')?;
            Some((name.trim().to_owned(), calls.parse().ok()?))
        });
        Ok(lines.filter(|(name, _)| name != "total").collect())
    }

    /// Instructions of `operations` operations and all around them, in user mode.
    pub fn instructions(
        &self,
        case: &Case,
        client: Client,
        operations: usize,
    ) -> Result<f64, Failure> {
        let tool = [
            "valgrind",
            "--tool=callgrind",
            "--trace-children=yes",
            "--callgrind-out-file=/dev/null",
        ];
        let report = self.run(case, client, operations, &tool)?.stderr;
        let report = String::from_utf8_lossy(&report);
        let totals = report
            .lines()
            .filter_map(|line| line.split_once("Collected : "))
            .filter_map(|(_, total)| total.trim().parse::<f64>().ok());
        let total = totals.sum();
        assert!(total > 0.0, "callgrind counts nothing: {report}");
        Ok(total)
    }

    /// Where the instructions of a script under aesock go, as a file for `callgrind_annotate`; starting PHP is left out.
    pub fn profile(&self, case: &Case, operations: usize, file: &str) -> Result<(), Failure> {
        let file = format!("--callgrind-out-file={file}");
        let script = "--toggle-collect=execute_ex";
        let tool = [
            "valgrind",
            "--tool=callgrind",
            script,
            "--dump-line=no",
            &file,
        ];
        self.run(case, Client::Aesock, operations, &tool).map(drop)
    }

    /// A run that fails has a peer that failed, or a client: what else is measured does not depend on it.
    fn run(
        &self,
        case: &Case,
        client: Client,
        operations: usize,
        tool: &[&str],
    ) -> Result<Output, Failure> {
        let words = self.words(case, client, operations, tool);
        let output = Command::new("timeout")
            .args(["--kill-after=10", LONGEST])
            .args(&words)
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("timeout: {error}"));
        if output.status.success() {
            return Ok(output);
        }
        let [said, complained] =
            [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        eprintln!(
            "{} by {}: {words:?}: {}\n{said}{complained}",
            case.name,
            client.name(),
            output.status
        );
        let last = [said, complained].map(|text| one_line(&text));
        let last = last.into_iter().find(|text| !text.is_empty());
        Err(Failure(last.unwrap_or_else(|| output.status.to_string())))
    }

    /// The command: the tool stands before what is measured.
    fn words(&self, case: &Case, client: Client, operations: usize, tool: &[&str]) -> Vec<String> {
        let own = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let cpu = self.cpu.to_string();
        let tool = own(&[&["taskset", "-c", &cpu], tool].concat());
        let bench = env::current_exe().expect("the bench has a path");
        let bench = bench.to_str().expect("a plain path");
        let operations = format!("operations={operations}");
        let lab = servers::lab_directory();
        let lab = lab.display();
        let arguments = || [slice::from_ref(&operations), &case.arguments[..]].concat();
        let settings = self.settings(case, client);

        if let (Client::Limit, Some(kind)) = (client, case.limit) {
            return [tool, own(&[bench, "limit", kind]), arguments()].concat();
        }
        match case.subject {
            Subject::Start => {
                let start = own(&[bench, "start", &operations, "--", &self.php]);
                [tool, start, settings, vec![php_file("empty.php")]].concat()
            }
            Subject::Fpm => {
                let script = format!("script={}", php_file("empty.php"));
                let fpm = own(&[
                    bench,
                    "fpm",
                    &operations,
                    &format!("directory={lab}"),
                    &script,
                    "--",
                ]);
                [fpm, tool, own(&[&self.fpm]), settings].concat()
            }
            Subject::Script(script) | Subject::Memory(script) => {
                let (script, proxy) = match (client, case.proxied) {
                    (Client::Proxy, Some(script)) => {
                        (script, vec![format!("proxy={ADDRESS}:{PROXY}")])
                    }
                    _ => (script, Vec::new()),
                };
                let tls = own(&[&format!("ca={lab}/ca.pem"), &format!("name={TLS_NAME}")]);
                let php = [own(&[&self.php]), settings, vec![php_file(script)]].concat();
                [tool, php, arguments(), tls, proxy].concat()
            }
        }
    }

    /// PHP's own arguments. aesock keeps its default settings, but lets loopback be reached, and has rules where the case is about them.
    fn settings(&self, case: &Case, client: Client) -> Vec<String> {
        let is_own = case.own_sockets && matches!(client, Client::Aesock | Client::Base);
        let sockets: &[&str] = if is_own { &[] } else { &["sockets"] };
        let extensions = sockets.iter().chain(case.extensions);
        let mut settings: Vec<String> = Vec::new();
        settings.extend(extensions.map(|name| format!("extension={name}")));
        let native = match client {
            Client::Aesock | Client::Base => Some(case.native),
            // What the floor is compared with.
            Client::Stock => case.native.map(|_| Some("")),
            _ => None,
        };
        if let Some(native) = native {
            settings.extend(native.map(|native| format!("aesock.native={native}")));
            let module = match (client, &self.base) {
                (Client::Base, Some(base)) => base,
                _ => &self.module,
            };
            settings.push(format!("extension={module}"));
            // The servers' public addresses are local routes of this host.
            settings.push("aesock.development=1".to_owned());
            if case.rules > 0 {
                settings.push(format!("aesock.rules={}", rules_file(case.rules)));
            }
        }
        let pairs = settings
            .into_iter()
            .flat_map(|setting| ["-d".to_owned(), setting]);
        ["-n".to_owned()].into_iter().chain(pairs).collect()
    }
}

/// The last line of a text with something in it: of PHP's messages the first, as a trace follows it.
fn one_line(text: &str) -> String {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().find(|line| line.contains("Fatal error"));
    line.or_else(|| lines().next_back())
        .unwrap_or_default()
        .to_owned()
}

/// A file of `php/`.
pub fn php_file(name: &str) -> String {
    format!("{}/benches/network/php/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A file of that many rules, none of which is about the servers, each for a network of 128 addresses.
fn rules_file(count: usize) -> String {
    let file = servers::lab_directory().join(format!("rules-{count}"));
    if !file.exists() {
        let rules = (0..count).map(|number| {
            let (block, half) = (number / 2, number % 2 * 128);
            format!(
                "allow {}.{}.{}.{half}/25\n",
                block / 65536 + 10,
                block / 256 % 256,
                block % 256
            )
        });
        fs::write(&file, rules.collect::<String>()).expect("the lab's directory");
    }
    file.to_str().expect("a plain name").to_owned()
}
