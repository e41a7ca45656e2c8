use super::*;
use crate::core::{
    reason::Errno,
    resolver::{Environment, SystemFiles},
    settings::{Process, RawSettings},
    target::Ports,
    usage::{Counter, Ledger},
};
use std::sync::atomic::{AtomicU32, Ordering};

const SETTINGS: RawSettings<'_> = RawSettings {
    mode: "enforce",
    application: "",
    allow: "",
    deny: "",
    rules: "",
    default: "allow",
    development: "auto",
    // Nobody answers there: names come from the hosts file or not at all.
    nameservers: "127.0.0.1:1",
    log: "",
    google_ranges: "",
    strict: "0",
    idle_timeout: "600",
    usage_file: "",
    usage_all: "0",
    quota: "",
    dumpable: "1",
    sockets: "1",
    native: "",
    log_file: "",
    log_format: "text",
};

/// A gate on a host whose hosts file has the lines `hosts`.
fn gate(settings: RawSettings<'_>, hosts: &str) -> Gate {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("aesock-gate-{}-{number}", std::process::id()));
    std::fs::write(&file, hosts).unwrap();
    let system = SystemFiles {
        hosts: file.clone(),
        resolv_conf: "/nonexistent".into(),
        nsswitch: "/nonexistent".into(),
        gai_conf: "/nonexistent".into(),
        environment: Environment::default(),
    };
    let mut gate = Gate::new(
        Settings::parse(&settings, &Process::default()).unwrap(),
        system,
    );
    gate.resolver
        .lookup("localhost")
        .expect("the files are read by the first lookup");
    std::fs::remove_file(file).unwrap();
    gate
}

fn admit(gate: &mut Gate, target: &str) -> Result<Vec<String>, Refusal> {
    let target = Target::parse(Transport::Tcp, target.as_bytes(), Ports::Strict)?;
    let admission = gate.admit(&target, Lookups::SENT)?;
    Ok(admission
        .peers
        .as_slice()
        .iter()
        .map(ToString::to_string)
        .collect())
}

fn refusal(gate: &mut Gate, target: &str) -> (Reason, Errno, String) {
    let refusal = admit(gate, target).expect_err(target);
    (refusal.grounds.reason, refusal.errno(), refusal.to_string())
}

#[test]
fn a_new_version_of_the_rules_file_leaves_what_is_known_of_names() {
    let file = std::env::temp_dir().join(format!("aesock-gate-rules-{}", std::process::id()));
    std::fs::write(&file, "allow 10.0.0.5\n").unwrap();
    let settings = RawSettings {
        rules: file.to_str().unwrap(),
        // What a denied name had matters later.
        deny: "x.test:9",
        log: "denied",
        ..SETTINGS
    };
    let mut silent = gate(
        RawSettings {
            log: "",
            ..settings
        },
        "",
    );
    let mut gate = gate(settings, "10.0.0.5 x.test\n");
    assert_eq!(admit(&mut gate, "x.test:80").unwrap(), ["10.0.0.5:80"]);
    let private = "10.0.0.5".parse().unwrap();
    let remembered = |gate: &Gate| {
        let resolver = &gate.resolver;
        resolver.resolved_recently("x.test", private, Duration::MAX)
    };
    assert!(remembered(&gate));

    let now = Duration::from_secs(1 << 30);
    std::fs::write(&file, "allow 10.0.0.6\n").unwrap();
    // As old as it gets, so that it is settled.
    let written = std::fs::File::options().write(true).open(&file).unwrap();
    written.set_modified(std::time::UNIX_EPOCH).unwrap();
    let read = format!("aesock has read `{}`: 2 rules are in force", file.display());
    assert_eq!(gate.look_at(now), Some(read));
    assert_eq!((silent.look_at(now), silent.rules().count), (None, 2));
    assert_eq!((gate.rules().count, gate.rules().held_off), (2, None));
    assert_eq!(refusal(&mut gate, "10.0.0.5:80").0, Reason::Private);
    assert_eq!(admit(&mut gate, "10.0.0.6:80").unwrap(), ["10.0.0.6:80"]);
    assert!(remembered(&gate));

    std::fs::write(&file, "allow 10.0.0.7\nallow h:0\n").unwrap();
    written.set_modified(std::time::UNIX_EPOCH).unwrap();
    let line = format!(
        "aesock keeps the rules of before: aesock.rules: `{}` line 2: rule `h:0`: the port is not one from 1 to 65535 or a range of them",
        file.display()
    );
    assert_eq!(gate.look_at(now * 2), Some(line));
    assert_eq!(gate.rules().count, 2);
    let held_off = gate.rules().held_off.unwrap();
    assert!(held_off.contains("line 2: rule `h:0`"), "{held_off}");
    assert_eq!(admit(&mut gate, "10.0.0.6:80").unwrap(), ["10.0.0.6:80"]);

    std::fs::write(&file, "# none\n").unwrap();
    written.set_modified(std::time::UNIX_EPOCH).unwrap();
    let read = format!("aesock has read `{}`: 1 rule is in force", file.display());
    assert_eq!(gate.look_at(now * 3), Some(read));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn denied_addresses_of_a_name_are_dropped_and_the_others_keep_their_order() {
    let hosts = "93.184.216.35 x.test\n10.0.0.5 x.test\n93.184.216.34 x.test\n127.0.0.1 x.test\n";
    let mut gate = gate(SETTINGS, hosts);
    assert_eq!(
        admit(&mut gate, "x.test:80").unwrap(),
        ["93.184.216.35:80", "93.184.216.34:80"]
    );
}

#[test]
fn a_name_without_an_allowed_address_is_refused_for_its_first() {
    let mut gate = gate(SETTINGS, "10.0.0.5 x.test\n198.18.0.5 x.test\n");
    assert_eq!(
        refusal(&mut gate, "x.test:80"),
        (
            Reason::Private,
            libc::EACCES,
            "Permission denied: x.test (10.0.0.5) is a private address".to_owned()
        )
    );
}

fn admit_over(gate: &mut Gate, family: Family, target: &str) -> Result<String, Refusal> {
    let target = Target::parse(Transport::Udp, target.as_bytes(), Ports::Strict)?;
    gate.admit_over(&target, family, Lookups::SENT)
        .map(|(peer, _)| peer.to_string())
}

#[test]
fn a_socket_gets_an_address_that_its_family_can_write() {
    let hosts =
        "10.0.0.5 x.test\n93.184.216.34 x.test v4.test\n2606:4700:4700::1111 x.test v6.test\n";
    let mut gate = gate(SETTINGS, hosts);
    for (family, target, peer) in [
        (Family::Ipv4, "93.184.216.34:80", Ok("93.184.216.34:80")),
        (Family::Ipv4, "x.test:80", Ok("93.184.216.34:80")),
        (Family::Ipv4, "v6.test:80", Err(Reason::NameWithoutAddress)),
        (
            Family::Ipv4,
            "[2606:4700:4700::1111]:80",
            Err(Reason::NameNotFound),
        ),
        (Family::Ipv6, "x.test:80", Ok("[2606:4700:4700::1111]:80")),
        (Family::Ipv6, "v4.test:80", Ok("[::ffff:93.184.216.34]:80")),
        (
            Family::Ipv6,
            "93.184.216.34:80",
            Ok("[::ffff:93.184.216.34]:80"),
        ),
        (Family::Ipv6, "10.0.0.5:80", Err(Reason::Private)),
        (Family::Ipv6, "[::ffff:10.0.0.5]:80", Err(Reason::Private)),
    ] {
        let admitted = admit_over(&mut gate, family, target);
        assert_eq!(
            admitted
                .as_deref()
                .map_err(|refusal| refusal.grounds.reason),
            peer,
            "{family:?} {target}"
        );
    }
}

#[test]
fn what_a_library_dials_is_a_name_only_where_our_resolver_says_so() {
    let hosts = "10.0.0.5 db.test\n93.184.216.34 api.test www.test\n";
    let dialled = |allow, deny, default, peer: &str, named: Option<&str>| {
        let texts = RawSettings {
            allow,
            deny,
            default,
            ..SETTINGS
        };
        let name = named.map(|name| Name::parse(name.as_bytes()));
        let peer = peer.parse().unwrap();
        let admitted = gate(texts, hosts).admit_dialled(Transport::Tcp, peer, name, Lookups::SENT);
        match admitted {
            Ok(grounds) => grounds.reason,
            Err(refusal) => refusal.grounds.reason,
        }
    };
    // An exact name of a rule, whatever the library resolved.
    assert_eq!(
        dialled("db.test:80", "", "allow", "10.0.0.5:80", None),
        Reason::Rule
    );
    assert_eq!(
        dialled("db.test:80", "", "allow", "10.0.0.5:81", None),
        Reason::Private
    );
    assert_eq!(
        dialled("db.test:80", "", "allow", "10.0.0.6:80", None),
        Reason::Private
    );
    // A name of the script counts by our answer for it only.
    let listed = |peer, named| dialled("*.test", "", "deny", peer, named);
    assert_eq!(listed("93.184.216.34:80", Some("api.test")), Reason::Rule);
    assert_eq!(
        listed("93.184.216.35:80", Some("api.test")),
        Reason::Unlisted
    );
    assert_eq!(
        listed("93.184.216.34:80", Some("api.example")),
        Reason::Unlisted
    );
    assert_eq!(listed("93.184.216.34:80", None), Reason::Unlisted);
    assert_eq!(listed("10.0.0.5:80", Some("db.test")), Reason::Private);
    // A deny rule is final.
    let denied = dialled(
        "db.test:80",
        "10.0.0.0/8",
        "allow",
        "10.0.0.5:80",
        Some("db.test"),
    );
    assert_eq!(denied, Reason::Denied);
    // So it is for names, and a host that may stand for any of them is none.
    let named = |deny, named| dialled("any", deny, "allow", "93.184.216.34:80", Some(named));
    assert_eq!(named("*.test", "api.test"), Reason::Denied);
    assert_eq!(named("*.test:81", "api.test"), Reason::Rule);
    assert_eq!(named("*.test", "test"), Reason::Rule);
    assert_eq!(named("*.test", "\u{e4}.test"), Reason::NameNotFound);
    assert_eq!(named("10.0.0.5", "\u{e4}.test"), Reason::Rule);
}

#[test]
fn control_data_passes_descriptors_only_where_unix_sockets_are_allowed() {
    let control = |allow, domain: i32| {
        let gate = gate(RawSettings { allow, ..SETTINGS }, "");
        let admitted = gate.admit_control(domain.into());
        admitted.map(drop).map_err(|refusal| refusal.grounds.reason)
    };
    assert_eq!(control("", libc::AF_INET), Err(Reason::Control));
    assert_eq!(control("options", libc::AF_INET), Ok(()));
    assert_eq!(control("options", libc::AF_UNIX), Err(Reason::Unix));
    assert_eq!(
        control("options unix:/run/x", libc::AF_UNIX),
        Err(Reason::Unix)
    );
    assert_eq!(control("unix", libc::AF_UNIX), Err(Reason::Control));
    assert_eq!(control("options unix", libc::AF_UNIX), Ok(()));
}

#[test]
fn a_name_that_does_not_resolve_has_the_engines_words_and_no_error_number() {
    let mut gate = gate(SETTINGS, "");
    let words = "php_network_getaddresses: getaddrinfo for x.test failed: Temporary failure in name resolution";
    assert_eq!(
        refusal(&mut gate, "x.test:80"),
        (Reason::NameUnresolved, 0, words.to_owned())
    );
    let words =
        "php_network_getaddresses: getaddrinfo for a\\x09b failed: Name or service not known";
    assert_eq!(
        refusal(&mut gate, "a\tb:80"),
        (Reason::NameNotFound, 0, words.to_owned())
    );
}

#[test]
fn an_invalid_target_is_told_as_an_invalid_argument() {
    let mut gate = gate(SETTINGS, "");
    let (reason, errno, text) = refusal(&mut gate, "93.184.216.34:65561");
    assert_eq!((reason, errno), (Reason::InvalidTarget, libc::EINVAL));
    assert_eq!(
        text,
        "Invalid argument: port `65561` is not a number from 1 to 65535"
    );
    assert_eq!(
        refusal(&mut gate, "93.184.216.34:0").2,
        "Invalid argument: port `0` is not a number from 1 to 65535"
    );
}

#[test]
fn to_use_up_the_quota_of_lookups_opens_nothing_that_a_name_denies() {
    let settings = |mode| RawSettings {
        deny: "gone.test lost.test",
        quota: "lookups:1/day",
        mode,
        ..SETTINGS
    };
    let account = Ledger::anonymous().unwrap().account("shop");
    let mut enforcing = gate(settings("enforce"), "").charged_to(account);
    let used_up = "Quota exceeded: the quota of 1 lookups a day is used up until 00:00:00 UTC";
    for target in ["93.184.216.34:80", "93.184.216.34:80", "other.test:80"] {
        assert_eq!(
            refusal(&mut enforcing, target),
            (Reason::Quota, libc::EDQUOT, used_up.to_owned())
        );
    }
    let mut auditing = gate(settings("audit"), "").charged_to(account);
    assert_eq!(
        refusal(&mut auditing, "93.184.216.34:80").0,
        Reason::Undecided,
        "no quota there"
    );
    assert_eq!(account.get(Counter::Lookups), 3);
}

#[test]
fn a_deny_rule_by_name_denies_the_name_unasked_and_the_addresses_it_has() {
    let mut gate = gate(
        RawSettings {
            deny: "evil.test:80 gone.test",
            ..SETTINGS
        },
        "93.184.216.34 evil.test alias.test\n192.0.2.77 gone.test\n",
    );
    assert_eq!(
        refusal(&mut gate, "gone.test:80").2,
        "Permission denied: gone.test is denied by a rule (`gone.test`)"
    );
    assert_eq!(
        refusal(&mut gate, "93.184.216.34:80").2,
        "Permission denied: 93.184.216.34 is denied by a rule (`evil.test:80`)"
    );
    assert_eq!(refusal(&mut gate, "alias.test:80").0, Reason::Denied);
    assert_eq!(
        refusal(&mut gate, "[::ffff:93.184.216.34]:80").0,
        Reason::Denied,
        "the address it carries"
    );
    assert!(
        admit(&mut gate, "93.184.216.34:81").is_ok(),
        "the rule names port 80"
    );
    assert!(
        admit(&mut gate, "93.184.216.35:80").is_ok(),
        "not an address of the name"
    );
}

#[test]
fn a_denied_name_that_nobody_answers_for_has_the_addresses_it_was_known_to_have_or_leaves_all_undecided()
 {
    let denying = RawSettings {
        deny: "silent.test",
        ..SETTINGS
    };
    let mut unknown = gate(denying, "");
    for _ in 0..2 {
        assert_eq!(
            refusal(&mut unknown, "93.184.216.34:80"),
            (
                Reason::Undecided,
                libc::EACCES,
                "Permission denied: cannot decide on 93.184.216.34: nobody answers for silent.test, which a rule denies".to_owned()
            )
        );
    }
    let mut known = gate(denying, "93.184.216.34 silent.test\n");
    assert_eq!(refusal(&mut known, "93.184.216.34:80").0, Reason::Denied);
    // The hosts file that named it is gone, and no name server answers.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    for _ in 0..2 {
        assert_eq!(refusal(&mut known, "93.184.216.34:80").0, Reason::Denied);
        assert!(admit(&mut known, "93.184.216.35:80").is_ok());
    }
}

#[test]
fn an_address_of_an_excepted_name_is_excepted_too() {
    let mut gate = gate(
        SETTINGS,
        "142.250.102.108 smtp.gmail.com\n142.250.102.109 evil.test\n142.250.102.108 alias.test\n",
    );
    assert!(admit(&mut gate, "142.250.102.108:587").is_ok());
    assert_eq!(
        refusal(&mut gate, "142.250.102.109:587").0,
        Reason::Google,
        "not one of its addresses"
    );
    assert_eq!(
        refusal(&mut gate, "142.250.102.108:993").0,
        Reason::Google,
        "not one of its ports"
    );
    assert_eq!(
        refusal(&mut gate, "alias.test:587").0,
        Reason::Google,
        "another name has no exception"
    );
}

#[test]
fn what_may_not_be_looked_up_counts_only_where_it_is_known() {
    let target = numeric(Transport::Tcp, "142.250.102.108:587".parse().unwrap());
    for (hosts, is_known) in [("", false), ("142.250.102.108 smtp.gmail.com\n", true)] {
        let mut gate = gate(SETTINGS, hosts);
        let address = target.host.to_string().parse().unwrap();
        let admitted = gate.admit_address(&target, address, Lookups::Avoided);
        assert_eq!((admitted.is_ok(), gate.resolver.queries()), (is_known, 0));
    }
}

#[test]
fn a_unix_path_counts_as_what_it_really_is() {
    let folder = std::env::temp_dir()
        .canonicalize()
        .unwrap()
        .join(format!("aesock-unix-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("open")).unwrap();
    std::fs::write(folder.join("secret"), "").unwrap();
    std::os::unix::fs::symlink(folder.join("secret"), folder.join("open/link")).unwrap();
    std::fs::write(folder.join("open/socket"), "").unwrap();
    std::os::unix::fs::symlink(folder.join("open/socket"), folder.join("outside")).unwrap();
    let rule = format!("unix:{}/*", folder.join("open").display());
    let gate = gate(
        RawSettings {
            allow: &rule,
            ..SETTINGS
        },
        "",
    );
    let admitted = |path: &str| {
        gate.admit_unix(folder.join(path).as_os_str().as_bytes())
            .map(|(path, _)| path)
    };
    let leads_to_the_open_one = |path: &str| matches!(admitted(path), Ok(UnixPath::At(found)) if found.real() == folder.join("open/socket"));
    assert!(leads_to_the_open_one("open/socket"));
    assert!(leads_to_the_open_one("outside"));
    let missing = admitted("open/none");
    assert!(matches!(missing, Ok(UnixPath::Missing(libc::ENOENT))));
    assert_eq!(
        admitted("open/link").unwrap_err().grounds.reason,
        Reason::Unix,
        "it leads to the secret"
    );
    assert_eq!(
        admitted("open/../secret").unwrap_err().grounds.reason,
        Reason::Unix
    );
    assert!(gate.admit_unix(b"\0abstract").is_err() && gate.admit_unix(b"/a\0b").is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn refusals_of_other_things_name_them_escaped() {
    let gate = gate(SETTINGS, "");
    let told = |refused: Result<Grounds, Refusal>| refused.unwrap_err().to_string();
    assert_eq!(
        told(gate.admit_unix(b"/run/\nx").map(|(_, grounds)| grounds)),
        "Permission denied: Unix socket /run/\\x0ax is not allowed, no rule opens it"
    );
    assert_eq!(
        told(gate.admit_listen(b"0.0.0.0:80")),
        "Permission denied: listening on 0.0.0.0:80 is not allowed, sockets are outbound only"
    );
    assert_eq!(
        told(gate.admit_bind("192.0.2.2:0".parse().unwrap())),
        "Permission denied: binding to 192.0.2.2:0 is not allowed, the system chooses the local address"
    );
    assert_eq!(
        told(gate.admit_raw(b"icmp")),
        "Permission denied: icmp is neither TCP nor UDP"
    );
    assert!(gate.admit_socket_pair().is_ok());
}

#[test]
fn an_allow_rule_by_exact_name_opens_its_addresses_however_a_script_came_to_them() {
    let settings = RawSettings {
        allow: "db.internal:5432, *.wild.test, loop.test:80",
        ..SETTINGS
    };
    let hosts = "10.8.0.7 db.internal alias.test\n10.8.0.8 a.wild.test\n127.0.0.1 loop.test\n";
    let mut gate = gate(settings, hosts);
    for open in ["10.8.0.7:5432", "alias.test:5432", "[::ffff:10.8.0.7]:5432"] {
        let admission = gate.admit(
            &Target::parse(Transport::Tcp, open.as_bytes(), Ports::Strict).unwrap(),
            Lookups::SENT,
        );
        let grounds = admission.unwrap().grounds;
        assert_eq!(grounds.reason, Reason::Rule);
        assert_eq!(grounds.rule.as_deref(), Some("db.internal:5432"));
    }
    for (closed, reason) in [
        ("10.8.0.7:5433", Reason::Private),
        ("10.8.0.6:5432", Reason::Private),
        // Not an exact name, and not a class that a name opens.
        ("10.8.0.8:5432", Reason::Private),
        ("127.0.0.1:80", Reason::Loopback),
    ] {
        assert_eq!(refusal(&mut gate, closed).0, reason, "{closed}");
    }
}

#[test]
fn all_addresses_of_a_name_count_for_a_rule_however_many_of_them_would_be_dialled() {
    let settings = RawSettings {
        deny: "denied.test",
        allow: "allowed.test",
        ..SETTINGS
    };
    let lines = (1..=200)
        .map(|last| format!("93.184.216.{last} denied.test\n10.0.0.{last} allowed.test\n"));
    let mut gate = gate(settings, &lines.collect::<String>());
    assert_eq!(admit(&mut gate, "allowed.test:80").unwrap().len(), 64);
    for last in [1, 64, 65, 200] {
        let denied = format!("93.184.216.{last}:80");
        assert_eq!(refusal(&mut gate, &denied).0, Reason::Denied, "{denied}");
        let allowed = format!("10.0.0.{last}:80");
        assert_eq!(admit(&mut gate, &allowed).unwrap(), [allowed]);
    }
    assert!(admit(&mut gate, "93.184.216.201:80").is_ok());
}

#[test]
fn a_deny_rule_counts_before_an_allow_rule_about_another_name_of_the_address() {
    let settings = RawSettings {
        allow: "db.internal",
        deny: "old.internal",
        ..SETTINGS
    };
    let mut gate = gate(
        settings,
        "10.8.0.7 db.internal old.internal\n10.8.0.8 db.internal\n",
    );
    assert_eq!(refusal(&mut gate, "10.8.0.7:5432").0, Reason::Denied);
    assert_eq!(
        admit(&mut gate, "10.8.0.8:5432").unwrap(),
        ["10.8.0.8:5432"]
    );
    assert_eq!(
        admit(&mut gate, "db.internal:5432").unwrap(),
        ["10.8.0.8:5432"]
    );
}

#[test]
fn a_name_server_needs_no_rule_and_is_refused_where_one_denies_it_or_may() {
    let server = "10.0.0.2:53".parse().unwrap();
    let ask = |deny| {
        let settings = RawSettings {
            deny,
            default: "deny",
            ..SETTINGS
        };
        let mut gate = gate(settings, "10.0.0.2 known.test\n");
        let admitted = gate.admit_name_server(Transport::Udp, server, Lookups::SENT);
        admitted.map_or_else(|refusal| refusal.grounds.reason, |grounds| grounds.reason)
    };
    assert_eq!(ask(""), Reason::HostService);
    assert_eq!(ask("tcp://10.0.0.2:53"), Reason::HostService);
    assert_eq!(ask("10.0.0.2"), Reason::Denied);
    assert_eq!(ask("known.test"), Reason::Denied);
    assert_eq!(ask("nobody-answers-for.test"), Reason::Undecided);
}
