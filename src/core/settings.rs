//! The settings as values: what the texts of `aesock.*` mean. Where the texts come from is the
//! boundary's matter.
//!
//! PHP's INI scanner turns `on`, `off` and `none` into `1` and the empty text, so empty and `0`
//! mean no and `1` means yes wherever a setting can mean that.

use super::{
    address::{GoogleRanges, google},
    escape::Escaped,
    host::{clock, origin, spare},
    log::Format,
    policy::{
        DefaultVerdict, LoopbackPolicy, Policy,
        rule::{Rule, RuleError},
        rules_file::{Rules, RulesFile, RulesFileError, Writers},
    },
    resolver::Environment,
    usage::{
        LONGEST_NAME,
        quota::{QuotaError, Quotas},
    },
};
use std::{
    fmt, fs, io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

/// What aesock does (`aesock.mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Decides, and refuses.
    Enforce,
    /// Decides and logs; the engine's own code runs.
    Audit,
    /// Refuses everything.
    Disabled,
    /// Does nothing.
    Passthrough,
}

impl Mode {
    const ALL: [Self; 4] = [
        Self::Enforce,
        Self::Audit,
        Self::Disabled,
        Self::Passthrough,
    ];

    /// The text of the setting.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Audit => "audit",
            Self::Disabled => "disabled",
            Self::Passthrough => "passthrough",
        }
    }
}

/// What native code is held by (`aesock.native`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Native {
    /// Nothing.
    Nothing,
    /// What libraries call in libc is looked at first.
    Libraries,
    /// That, and every system call of the process and of the programs that it starts.
    All,
}

/// Which decisions are logged (`aesock.log`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// All.
    All,
    /// Refusals.
    Denied,
    /// None.
    Nothing,
}

/// The settings' texts, as PHP keeps them.
#[derive(Debug, Clone, Copy, Default)]
pub struct RawSettings<'a> {
    /// `aesock.mode`.
    pub mode: &'a str,
    /// `aesock.application`.
    pub application: &'a str,
    /// `aesock.allow`.
    pub allow: &'a str,
    /// `aesock.deny`.
    pub deny: &'a str,
    /// `aesock.rules`.
    pub rules: &'a str,
    /// `aesock.default`.
    pub default: &'a str,
    /// `aesock.development`.
    pub development: &'a str,
    /// `aesock.nameservers`.
    pub nameservers: &'a str,
    /// `aesock.log`.
    pub log: &'a str,
    /// `aesock.google_ranges`.
    pub google_ranges: &'a str,
    /// `aesock.strict`.
    pub strict: &'a str,
    /// `aesock.idle_timeout`.
    pub idle_timeout: &'a str,
    /// `aesock.usage_file`.
    pub usage_file: &'a str,
    /// `aesock.usage_all`.
    pub usage_all: &'a str,
    /// `aesock.quota`.
    pub quota: &'a str,
    /// `aesock.dumpable`.
    pub dumpable: &'a str,
    /// `aesock.native`.
    pub native: &'a str,
    /// `aesock.log_file`.
    pub log_file: &'a str,
    /// `aesock.log_format`.
    pub log_format: &'a str,
    /// `aesock.sockets`.
    pub sockets: &'a str,
}

/// What of the process the meaning of a setting depends on.
#[derive(Debug, Clone, Default)]
pub struct Process {
    /// `GAE_APPLICATION` or `APPLICATION_ID` of the environment at module start.
    pub application: Option<String>,
    /// What PHP serves.
    pub sapi: Sapi,
    /// The resolver's environment at module start.
    pub resolver: Environment,
}

/// The kind of PHP's server interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sapi {
    /// `php -S`.
    Development,
    /// php-fpm, Apache and FrankenPHP: workers, whose user is the scripts' user.
    Workers,
    /// Every other.
    #[default]
    Production,
}

/// The settings.
#[derive(Debug)]
pub struct Settings {
    /// `aesock.mode`.
    pub mode: Mode,
    /// Owner of the sockets.
    pub application: String,
    /// The rules with all that decides besides them.
    pub policy: Policy,
    /// The file that some of them are from.
    pub rules_file: Option<RulesFile>,
    /// Name servers in place of the system's; empty: the system's.
    pub nameservers: Vec<SocketAddr>,
    /// `aesock.log`.
    pub log: LogLevel,
    /// Date of the list of Google's addresses.
    pub google_date: String,
    /// `aesock.strict`: whether PHP may not run beside what is not covered.
    pub strict: bool,
    /// `aesock.idle_timeout`: how long a socket may be idle; `None` for ever.
    pub idle_timeout: Option<Duration>,
    /// `aesock.usage_file`: where counters are kept; `None` for the memory of the process.
    pub usage_file: Option<PathBuf>,
    /// `aesock.log_file`: a file for the lines of the log alone; `None` for PHP's log.
    pub log_file: Option<PathBuf>,
    /// `aesock.log_format`.
    pub log_format: Format,
    /// `aesock.usage_all`: whether scripts see the counters of all applications.
    pub usage_all: bool,
    /// `aesock.quota`.
    pub quotas: Quotas,
    /// `aesock.dumpable`: whether the process's own user may look into its memory.
    pub dumpable: bool,
    /// `aesock.sockets`: whether aesock brings the functions of ext/sockets where PHP has none.
    pub sockets: bool,
    /// `aesock.native`: what native code is held by.
    pub native: Native,
}

/// A setting that means nothing.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {flaw}")]
pub struct SettingError {
    /// The setting's name.
    pub setting: &'static str,
    flaw: Flaw,
}

/// What nobody may have written.
const EMPTY: &str = " (PHP reads off, no and none as empty)";

#[derive(Debug, thiserror::Error)]
enum Flaw {
    #[error("`{}` is not {expected}{}", Escaped(.text.as_bytes()), if .text.is_empty() { EMPTY } else { "" })]
    Value {
        text: String,
        expected: &'static str,
    },
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    RulesFile(#[from] RulesFileError),
    #[error(transparent)]
    Quota(#[from] QuotaError),
    #[error("cannot read `{}`: {error}", Escaped(.file.as_bytes()))]
    Read { file: String, error: io::Error },
    #[error("`{}` {error}", Escaped(.file.as_bytes()))]
    List {
        file: String,
        error: google::ListError,
    },
}

impl Settings {
    /// What native code is held by, or looked at in audit mode: by nothing where nothing is decided.
    #[must_use]
    pub fn native_in_force(&self) -> Native {
        match self.mode {
            Mode::Passthrough => Native::Nothing,
            Mode::Enforce | Mode::Audit | Mode::Disabled => self.native,
        }
    }

    /// Gives `texts` their meaning.
    ///
    /// # Errors
    /// [`SettingError`], which names the setting and the item.
    pub fn parse(texts: &RawSettings<'_>, process: &Process) -> Result<Self, SettingError> {
        let google = named("aesock.google_ranges", google_ranges(texts.google_ranges))?;
        let google_date = google.date().to_owned();
        let written = Rules {
            allow: named("aesock.allow", rules(texts.allow))?,
            deny: named("aesock.deny", rules(texts.deny))?,
        };
        let (rules_file, rules) = named(
            "aesock.rules",
            rules_file(texts.rules, written, process.sapi),
        )?;
        let policy = Policy::new(
            rules.allow,
            rules.deny,
            named("aesock.default", default(texts.default))?,
            named(
                "aesock.development",
                development(texts.development, process.sapi),
            )?,
            google,
        );
        Ok(Self {
            mode: named("aesock.mode", mode(texts.mode))?,
            application: named(
                "aesock.application",
                application(texts.application, process),
            )?,
            policy,
            rules_file,
            nameservers: named("aesock.nameservers", nameservers(texts.nameservers))?,
            log: named("aesock.log", log(texts.log))?,
            google_date,
            strict: named("aesock.strict", yes_or_no(texts.strict))?,
            idle_timeout: named("aesock.idle_timeout", idle_timeout(texts.idle_timeout))?,
            usage_file: (!is_no(texts.usage_file)).then(|| texts.usage_file.into()),
            log_file: (!is_no(texts.log_file)).then(|| texts.log_file.into()),
            log_format: named("aesock.log_format", log_format(texts.log_format))?,
            usage_all: named("aesock.usage_all", yes_or_no(texts.usage_all))?,
            quotas: named(
                "aesock.quota",
                Quotas::parse(texts.quota).map_err(Flaw::from),
            )?,
            dumpable: named("aesock.dumpable", yes_or_no(texts.dumpable))?,
            sockets: named("aesock.sockets", yes_or_no(texts.sockets))?,
            native: named("aesock.native", native(texts.native))?,
        })
    }
}

fn named<T>(setting: &'static str, value: Result<T, Flaw>) -> Result<T, SettingError> {
    value.map_err(|flaw| SettingError { setting, flaw })
}

fn value<T>(text: &str, expected: &'static str, meaning: Option<T>) -> Result<T, Flaw> {
    meaning.ok_or_else(|| Flaw::Value {
        text: text.to_owned(),
        expected,
    })
}

/// Whether the text says no.
fn is_no(text: &str) -> bool {
    matches!(text, "" | "0")
}

fn mode(text: &str) -> Result<Mode, Flaw> {
    let mode = Mode::ALL.into_iter().find(|mode| mode.slug() == text);
    value(text, "enforce, audit, disabled or passthrough", mode)
}

fn application(text: &str, process: &Process) -> Result<String, Flaw> {
    let of_process = || process.application.as_deref().unwrap_or("default");
    let name = if text.is_empty() { of_process() } else { text };
    let fits = name.len() <= LONGEST_NAME && !name.contains('\0');
    value(
        name,
        "a name of at most 192 bytes",
        fits.then(|| name.to_owned()),
    )
}

fn rules(text: &str) -> Result<Vec<Rule>, Flaw> {
    Ok(Rule::parse_list(text)?)
}

/// The file, if any, and all rules: those `written` in the settings, and its own.
fn rules_file(text: &str, written: Rules, sapi: Sapi) -> Result<(Option<RulesFile>, Rules), Flaw> {
    if is_no(text) {
        return Ok((None, written));
    }
    let writers = match sapi {
        Sapi::Workers => Writers::Others,
        Sapi::Development | Sapi::Production => Writers::Anyone,
    };
    let (file, rules) = RulesFile::open(text.into(), writers, written, clock::now())?;
    Ok((Some(file), rules))
}

fn default(text: &str) -> Result<DefaultVerdict, Flaw> {
    let verdict = match text {
        "allow" | "1" => Some(DefaultVerdict::Allow),
        "deny" | "0" | "" => Some(DefaultVerdict::Deny),
        _ => None,
    };
    value(text, "allow or deny", verdict)
}

fn development(text: &str, sapi: Sapi) -> Result<LoopbackPolicy, Flaw> {
    let loopback = match (text, sapi) {
        ("1", _) | ("auto", Sapi::Development) => Some(LoopbackPolicy::Allowed),
        ("0" | "", _) | ("auto", _) => Some(LoopbackPolicy::Blocked),
        _ => None,
    };
    value(text, "auto, 1 or 0", loopback)
}

fn nameservers(text: &str) -> Result<Vec<SocketAddr>, Flaw> {
    if is_no(text) {
        return Ok(Vec::new());
    }
    text.split(',').map(str::trim).map(nameserver).collect()
}

fn nameserver(text: &str) -> Result<SocketAddr, Flaw> {
    const DNS: u16 = 53;
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap_or(text);
    let address = text.parse().ok().or_else(|| {
        bare.parse::<IpAddr>()
            .ok()
            .map(|ip| SocketAddr::new(ip, DNS))
    });
    value(
        text,
        "an address with or without a port, separated from others by commas",
        address.filter(|address: &SocketAddr| address.port() > 0),
    )
}

fn log(text: &str) -> Result<LogLevel, Flaw> {
    let level = match text {
        "all" => Some(LogLevel::All),
        "denied" | "1" => Some(LogLevel::Denied),
        "" | "0" => Some(LogLevel::Nothing),
        _ => None,
    };
    value(text, "all, denied or empty", level)
}

impl Native {
    /// What a text holds beside settings that mean nothing: all, where it is itself what means nothing, and
    /// libraries at least.
    #[must_use]
    pub fn at_least(text: &str) -> Self {
        match native(text) {
            Ok(Self::All) | Err(_) => Self::All,
            Ok(Self::Libraries | Self::Nothing) => Self::Libraries,
        }
    }
}

fn native(text: &str) -> Result<Native, Flaw> {
    let native = match text {
        "libraries" | "1" => Some(Native::Libraries),
        "all" => Some(Native::All),
        "" | "0" => Some(Native::Nothing),
        _ => None,
    };
    value(text, "libraries, all or empty", native)
}

fn log_format(text: &str) -> Result<Format, Flaw> {
    let format = match text {
        "text" | "" => Some(Format::Text),
        "json" => Some(Format::Json),
        _ => None,
    };
    value(text, "text or json", format)
}

fn yes_or_no(text: &str) -> Result<bool, Flaw> {
    value(
        text,
        "1 or 0",
        (is_no(text) || text == "1").then(|| !is_no(text)),
    )
}

/// Seconds; none means never.
fn idle_timeout(text: &str) -> Result<Option<Duration>, Flaw> {
    if is_no(text) {
        return Ok(None);
    }
    let seconds = text.parse::<u32>().ok().map(u64::from);
    value(
        text,
        "a number of seconds",
        seconds.map(Duration::from_secs).map(Some),
    )
}

/// `goog.json` or `goog.json:cloud.json`.
fn google_ranges(text: &str) -> Result<GoogleRanges, Flaw> {
    if is_no(text) {
        return Ok(GoogleRanges::default());
    }
    let (all, customers) = text
        .split_once(':')
        .map_or((text, None), |(all, customers)| (all, Some(customers)));
    let customers = customers.map(list).transpose()?;
    Ok(GoogleRanges::from_lists(&list(all)?, customers.as_ref()))
}

fn list(file: &str) -> Result<google::List, Flaw> {
    let read = || spare::look(|| fs::read_to_string(file));
    let json = origin::check()
        .and_then(|()| read())
        .map_err(|error| Flaw::Read {
            file: file.to_owned(),
            error,
        })?;
    google::List::parse(&json).map_err(|error| Flaw::List {
        file: file.to_owned(),
        error,
    })
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: RawSettings<'_> = RawSettings {
        mode: "enforce",
        application: "",
        allow: "",
        deny: "",
        rules: "",
        default: "allow",
        development: "auto",
        nameservers: "",
        log: "denied",
        google_ranges: "",
        strict: "0",
        idle_timeout: "600",
        usage_file: "",
        usage_all: "0",
        quota: "",
        dumpable: "1",
        sockets: "1",
        native: "libraries",
        log_file: "",
        log_format: "text",
    };

    fn error(texts: RawSettings<'_>) -> String {
        Settings::parse(&texts, &Process::default())
            .expect_err("a bad setting")
            .to_string()
    }

    #[test]
    fn the_application_is_the_setting_or_the_environments_or_default() {
        let process = Process {
            application: Some("shop".to_owned()),
            ..Process::default()
        };
        let application = |text, process| {
            Settings::parse(
                &RawSettings {
                    application: text,
                    ..DEFAULTS
                },
                process,
            )
            .unwrap()
            .application
        };
        assert_eq!(application("blog", &process), "blog");
        assert_eq!(application("", &process), "shop");
        assert_eq!(application("", &Process::default()), "default");
    }

    #[test]
    fn an_application_has_as_many_bytes_as_the_file_of_counters_has_room_for() {
        assert_eq!(LONGEST_NAME, 192);
        let named = |bytes| "x".repeat(bytes);
        let process = Process {
            application: Some(named(193)),
            ..Process::default()
        };
        for (text, process, fits) in [
            (named(192), &Process::default(), true),
            (named(193), &Process::default(), false),
            (String::new(), &process, false),
            (named(1), &process, true),
        ] {
            let texts = RawSettings {
                application: &text,
                ..DEFAULTS
            };
            let expected = format!(
                "aesock.application: `{}` is not a name of at most 192 bytes",
                named(193)
            );
            match Settings::parse(&texts, process) {
                Ok(settings) => assert!(fits && settings.application == text),
                Err(error) => assert!(!fits && error.to_string() == expected),
            }
        }
    }

    #[test]
    fn empty_0_and_1_mean_no_and_yes_where_a_setting_can_mean_that() {
        for no in ["", "0"] {
            assert_eq!(default(no).unwrap(), DefaultVerdict::Deny);
            assert_eq!(
                development(no, Sapi::Development).unwrap(),
                LoopbackPolicy::Blocked
            );
            assert_eq!(log(no).unwrap(), LogLevel::Nothing);
            assert!(!yes_or_no(no).unwrap() && Quotas::parse(no).unwrap().is_empty());
            assert!(nameservers(no).unwrap().is_empty());
            assert_eq!(
                google_ranges(no).unwrap().date(),
                GoogleRanges::default().date()
            );
            let (file, _) = rules_file(no, Rules::default(), Sapi::Workers).unwrap();
            assert!(file.is_none() && mode(no).is_err());
            assert_eq!(native(no).unwrap(), Native::Nothing);
        }
        // Rules that PHP took for arithmetic are no rules, and are not nothing either.
        assert!(rules("").unwrap().is_empty() && rules("0").is_err());
        assert_eq!(default("1").unwrap(), DefaultVerdict::Allow);
        assert_eq!(
            development("1", Sapi::Production).unwrap(),
            LoopbackPolicy::Allowed
        );
        assert_eq!(log("1").unwrap(), LogLevel::Denied);
        assert_eq!(native("1").unwrap(), Native::Libraries);
        assert!(yes_or_no("1").unwrap() && yes_or_no("2").is_err() && yes_or_no("yes").is_err());
        for meaningless in [
            mode("1").is_err(),
            rules("1").is_err(),
            nameservers("1").is_err(),
            google_ranges("1").is_err(),
            rules_file("1", Rules::default(), Sapi::Production).is_err(),
        ] {
            assert!(meaningless);
        }
    }

    #[test]
    fn loopback_is_allowed_by_itself_in_the_development_server_only() {
        assert_eq!(
            development("auto", Sapi::Development).unwrap(),
            LoopbackPolicy::Allowed
        );
        for sapi in [Sapi::Production, Sapi::Workers] {
            assert_eq!(development("auto", sapi).unwrap(), LoopbackPolicy::Blocked);
        }
    }

    #[test]
    fn name_servers_are_addresses_with_or_without_a_port() {
        let servers =
            nameservers("8.8.8.8, 10.0.0.1:5353,[2001:4860:4860::8888]:53,::1,[::1]").unwrap();
        let expected = [
            "8.8.8.8:53",
            "10.0.0.1:5353",
            "[2001:4860:4860::8888]:53",
            "[::1]:53",
            "[::1]:53",
        ];
        assert_eq!(servers, expected.map(|text| text.parse().unwrap()));
        for bad in ["8.8.8.8:0", "dns.test", "8.8.8.8,", "8.8.8.8:65536"] {
            assert!(nameservers(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn errors_name_the_setting_and_the_item() {
        assert_eq!(
            error(RawSettings {
                mode: "foo",
                ..DEFAULTS
            }),
            "aesock.mode: `foo` is not enforce, audit, disabled or passthrough"
        );
        assert_eq!(
            error(RawSettings {
                allow: "10.0.0.1 h:0",
                ..DEFAULTS
            }),
            "aesock.allow: rule `h:0`: the port is not one from 1 to 65535 or a range of them"
        );
        assert!(
            error(RawSettings {
                deny: "::/129",
                ..DEFAULTS
            })
            .starts_with("aesock.deny: rule `::/129`")
        );
        assert_eq!(
            error(RawSettings {
                usage_all: "all",
                ..DEFAULTS
            }),
            "aesock.usage_all: `all` is not 1 or 0"
        );
        assert!(
            error(RawSettings {
                quota: "connects:5/min sends:0/day",
                ..DEFAULTS
            })
            .starts_with("aesock.quota: quota `sends:0/day`: the amount is not a number from 1 to")
        );
        assert_eq!(
            error(RawSettings {
                rules: "/nonexistent/rules",
                ..DEFAULTS
            }),
            "aesock.rules: cannot read `/nonexistent/rules`: No such file or directory (os error 2)"
        );
        assert_eq!(
            error(RawSettings {
                google_ranges: "/nonexistent/goog.json",
                ..DEFAULTS
            }),
            "aesock.google_ranges: cannot read `/nonexistent/goog.json`: No such file or directory (os error 2)"
        );
        assert!(
            error(RawSettings {
                google_ranges: "Cargo.toml",
                ..DEFAULTS
            })
            .contains("`Cargo.toml` is not in Google's schema")
        );
    }
}
