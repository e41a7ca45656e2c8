use super::*;
use crate::log::entry;
use aesock::core::policy::rules_file::Rules;

fn log(lines: &str) -> Log {
    let mut log = Log::default();
    let lines = lines
        .lines()
        .flat_map(|line| entry::find(line.trim_start(), None).entries);
    lines.for_each(|entry| log.add(entry));
    log.files = 1;
    log
}

fn learned(lines: &str) -> String {
    learn(&log(lines), Otherwise::Allow, None)
}

/// The rules that are in force, and those that are not.
fn rules(text: &str) -> (Vec<&str>, Vec<&str>) {
    let of = |start| {
        text.lines()
            .filter_map(move |line| line.strip_prefix(start))
            .collect()
    };
    Rules::parse(text.as_bytes()).expect(text);
    (of("allow "), of("# allow "))
}

/// The one rule for a line, and whether it is in force.
fn rule(line: &str, otherwise: Otherwise) -> Option<(String, bool)> {
    let line = format!("aesock {line}");
    let text = learn(&log(&line), otherwise, None);
    let (open, closed) = rules(&text);
    assert!(open.len() + closed.len() <= 1, "{text}");
    let open = open.first().map(|rule| ((*rule).to_owned(), true));
    open.or(closed.first().map(|rule| ((*rule).to_owned(), false)))
}

#[test]
fn the_whole_file_is_grouped_and_says_what_was_seen() {
    let text = learned(
        r"[30-Nov-2026 08:24:06 UTC] aesock deny tcp://10.8.0.7:5432 reason=private rule=- app=shop via=PDO::__construct name=db.internal at=/srv/shop/db.php:12 page=GET:/checkout mode=audit
        [02-Dec-2026 08:24:06 UTC] aesock deny tcp://db.internal:5432 reason=private rule=- app=shop via=stream_socket_client address=10.8.0.7 page=POST:/cart repeated=4
        aesock deny tcp://10.8.0.9:5432 reason=private rule=- app=shop via=libpq.so.5 pg_connect at=/srv/shop/db.php:20 page=GET:/cart repeated=2
        aesock deny unix:///nonexistent/mysqld.sock reason=unix rule=- app=shop via=mysqli_connect
        aesock deny tcp://169.254.169.254:80 reason=link-local rule=- app=blog via=file_get_contents page=GET:/\x0aallow\x20any
        aesock deny tcp://typo.test:80 reason=name-not-found rule=- app=blog via=fsockopen
        aesock allow tcp://93.184.216.34:80 reason=public rule=- app=blog via=fsockopen",
    );
    let expected = r"# Learned by aesock VERSION from 1 file: 11 decisions from 2026-11-30 to 2026-12-02.
# It lets pass what was seen, whoever caused it: read it before it is in force.

## Application shop

# by address

# 5 times from 2026-11-30 to 2026-12-02: private, by stream_socket_client, PDO::__construct
#   name db.internal
#   pages POST:/cart (4), GET:/checkout (1)
#   at /srv/shop/db.php:12 (1)
allow tcp://10.8.0.7:5432
# or, wherever that name leads: allow tcp://db.internal:5432

# 2 times: private, by libpq.so.5 pg_connect
#   pages GET:/cart (2)
#   at /srv/shop/db.php:20 (2)
allow tcp://10.8.0.9:5432

# Unix sockets

# 1 time: unix, by mysqli_connect
allow unix:/nonexistent/mysqld.sock

## Not opened: decide on each of these by yourself

# Application blog
# 1 time: link-local, by file_get_contents
#   pages GET:/\x0aallow any (1)
#   link-local, where the metadata service of the cloud tells credentials
# allow tcp://169.254.169.254:80

## No allow rule helps here (`aesock explain REASON` tells what does)

# name-not-found, 1 time: tcp://typo.test:80

# No rule is needed for what aesock.default=allow allows: 1 decision.
";
    assert_eq!(text, expected.replace("VERSION", env!("CARGO_PKG_VERSION")));
}

#[test]
fn each_decision_gets_the_narrowest_rule_that_opens_it() {
    use Otherwise::{Allow, Deny};
    for (line, otherwise, expected) in [
        (
            "deny tcp://10.8.0.7:80 reason=private rule=- app=a via=f",
            Allow,
            Some("tcp://10.8.0.7:80"),
        ),
        (
            "deny udp://[fd00::7]:53 reason=private rule=- app=a via=f",
            Allow,
            Some("udp://[fd00::7]:53"),
        ),
        (
            "deny tcp://[::ffff:10.8.0.7]:80 reason=private rule=- app=a via=f",
            Allow,
            Some("tcp://10.8.0.7:80"),
        ),
        (
            "deny tcp://DB.internal.:80 reason=private rule=- app=a via=f",
            Allow,
            Some("tcp://db.internal:80"),
        ),
        (
            "deny tcp://db.internal:80 reason=private rule=- app=a via=f address=10.8.0.7",
            Allow,
            Some("tcp://10.8.0.7:80"),
        ),
        // The name of a class is a name here, and a rule without the dot would be about the class.
        (
            "deny tcp://link-local:80 reason=unlisted rule=- app=a via=f address=93.184.216.34",
            Deny,
            Some("tcp://link-local.:80"),
        ),
        (
            "deny tcp://private:80 reason=private rule=- app=a via=f",
            Allow,
            Some("tcp://private.:80"),
        ),
        // Google's addresses come and go.
        (
            "deny tcp://storage.googleapis.com:443 reason=google rule=- app=a via=f address=142.250.102.128",
            Allow,
            Some("tcp://storage.googleapis.com:443"),
        ),
        // What a rule opened is to stay open when this file replaces it.
        (
            "allow tcp://10.8.0.7:80 reason=rule rule=10.8.0.0/16 app=a via=f",
            Allow,
            Some("tcp://10.8.0.7:80"),
        ),
        (
            "allow tcp://db.internal:80 reason=rule rule=10.8.0.0/16 app=a via=f",
            Allow,
            Some("10.8.0.0/16"),
        ),
        (
            "allow tcp://db.internal:80 reason=rule rule=db.internal app=a via=f address=10.8.0.7",
            Allow,
            Some("tcp://db.internal:80"),
        ),
        (
            "deny tcp://cgn.test:80 reason=reserved rule=- app=a via=f address=100.64.0.7",
            Allow,
            Some("tcp://100.64.0.7:80"),
        ),
        (
            "deny tcp://a.test:80 reason=unlisted rule=- app=a via=f",
            Deny,
            Some("tcp://a.test:80"),
        ),
        (
            "allow tcp://a.test:80 reason=public rule=- app=a via=f",
            Deny,
            Some("tcp://a.test:80"),
        ),
        (
            "allow tcp://a.test:80 reason=public rule=- app=a via=f",
            Allow,
            None,
        ),
        (
            "allow udp://8.8.8.8:53 reason=exception rule=- app=a via=f",
            Deny,
            None,
        ),
        (
            "deny option:SO_RCVTIMEO reason=option rule=- app=a via=f",
            Allow,
            Some("option:SO_RCVTIMEO"),
        ),
        (
            "deny socketpair reason=family rule=- app=a via=f",
            Allow,
            Some("socketpair"),
        ),
        (
            "deny tcp://10.8.0.7:80 reason=denied rule=10.8.0.7 app=a via=f",
            Allow,
            None,
        ),
        (
            "deny tcp://10.8.0.7:80 reason=quota rule=- app=a via=f",
            Allow,
            None,
        ),
        ("deny x reason=moon rule=- app=a via=f", Allow, None),
    ] {
        let expected = expected.map(|rule| (rule.to_owned(), true));
        assert_eq!(rule(line, otherwise), expected, "{line}");
    }
}

#[test]
fn what_is_dangerous_or_opens_more_than_was_seen_is_a_comment() {
    for (line, expected) in [
        (
            "deny tcp://169.254.169.254:80 reason=link-local rule=-",
            "tcp://169.254.169.254:80",
        ),
        (
            "allow tcp://169.254.169.254:80 reason=rule rule=link-local",
            "tcp://169.254.169.254:80",
        ),
        (
            "deny tcp://x.example.com:80 reason=link-local rule=-",
            "tcp://x.example.com:80",
        ),
        (
            "deny tcp://metadata.google.internal:80 reason=link-local rule=-",
            "tcp://metadata.google.internal:80",
        ),
        (
            "deny tcp://[fd00:ec2::254]:80 reason=private rule=-",
            "tcp://[fd00:ec2::254]:80",
        ),
        (
            "deny tcp://127.0.0.1:6379 reason=loopback rule=-",
            "tcp://127.0.0.1:6379",
        ),
        // The rule of before, where the log does not tell the address.
        ("allow tcp://db.internal:80 reason=rule rule=any", "any"),
        (
            "allow tcp://db.internal:80 reason=rule rule=loopback",
            "loopback",
        ),
        (
            "allow tcp://db.internal:80 reason=rule rule=0.0.0.0/0",
            "0.0.0.0/0",
        ),
        ("deny option:SO_MARK reason=option rule=-", "option:SO_MARK"),
        // An address of this host's own interface.
        (
            "deny tcp://192.0.2.2:80 reason=loopback rule=-",
            "tcp://192.0.2.2:80",
        ),
        (
            "allow tcp://127.0.0.1:6379 reason=development rule=-",
            "tcp://127.0.0.1:6379",
        ),
        (
            "deny tcp://93.184.216.34:25 reason=port-25 rule=-",
            "tcp://93.184.216.34:25",
        ),
        (
            "deny unix:///run/docker.sock reason=unix rule=-",
            "unix:/run/docker.sock",
        ),
        (
            "deny unix:///nonexistent/a\\x20b reason=unix rule=-",
            "unix:/nonexistent/a b",
        ),
        (
            "deny unix:///nonexistent/* reason=unix rule=-",
            "unix:/nonexistent/*",
        ),
        (
            "deny tcp://cgn.test:80 reason=reserved rule=-",
            "tcp://cgn.test:80",
        ),
        ("deny tcp://0.0.0.0:80 reason=listen rule=-", "listen"),
        ("deny tcp://10.0.0.5:80 reason=bind rule=-", "bind"),
        ("deny tcp://10.0.0.5:21 reason=ftp rule=-", "ftp"),
        ("deny raw reason=family rule=-", "raw"),
    ] {
        let line = format!("{line} app=a via=f");
        assert_eq!(
            rule(&line, Otherwise::Allow),
            Some((expected.to_owned(), false)),
            "{line}"
        );
    }
}

#[test]
fn a_unix_socket_that_is_bound_needs_two_rules_and_gets_both_at_once() {
    for (target, expected) in [
        (
            "/nonexistent/x.sock",
            (vec!["unix:/nonexistent/x.sock"], vec!["bind"]),
        ),
        ("\\x00hidden", (vec![], vec!["bind", "unix"])),
    ] {
        let line = format!("aesock deny unix://{target} reason=bind rule=- app=a via=program:php");
        assert_eq!(rules(&learned(&line)), expected, "{line}");
    }
}

#[test]
fn no_rule_is_proposed_where_none_opens_it_to_programs() {
    for via in ["program:ss", "direct-call"] {
        for (target, reason) in [
            ("raw", "family"),
            ("socket(2,3,1)", "protocol"),
            ("setsockopt(1,25)", "option"),
            ("io_uring_setup", "unseen"),
        ] {
            let line = format!("aesock deny {target} reason={reason} rule=- app=a via={via}");
            let text = learned(&line);
            assert_eq!(rules(&text), (vec![], vec![]), "{text}");
            assert!(
                text.contains(&format!("# {reason}, 1 time: {target}")),
                "{text}"
            );
        }
    }
}

#[test]
fn a_network_is_offered_where_it_holds_three_addresses_of_a_service() {
    let line = |target: &str| format!("aesock deny {target} reason=private rule=- app=a via=f\n");
    let offered = |targets: &[&str]| {
        let text = learned(
            &targets
                .iter()
                .map(|target| line(target))
                .collect::<String>(),
        );
        let offers = text
            .lines()
            .filter_map(|line| line.strip_prefix("# or one network in place of "));
        offers.map(str::to_owned).collect::<Vec<_>>()
    };
    let three = [
        "tcp://10.8.0.8:6379",
        "tcp://10.8.0.9:6379",
        "tcp://10.8.0.10:6379",
    ];
    assert_eq!(
        offered(&three),
        ["3 addresses: allow tcp://10.8.0.8/30:6379"]
    );
    let none: [&str; 0] = [];
    assert_eq!(offered(&three[..2]), none);
    assert_eq!(
        offered(&[
            "tcp://10.8.0.8:6379",
            "tcp://10.8.0.9:6379",
            "tcp://10.8.0.10:80"
        ]),
        none
    );
    assert_eq!(
        offered(&[
            "tcp://10.8.0.8:6379",
            "tcp://10.8.0.9:6379",
            "tcp://10.8.1.0:6379"
        ]),
        none
    );
    let six = [
        "tcp://[fd00::1]:80",
        "tcp://[fd00::2]:80",
        "tcp://[fd00::3]:80",
    ];
    assert_eq!(offered(&six), ["3 addresses: allow tcp://[fd00::/126]:80"]);
}

#[test]
fn one_application_is_learned_by_itself() {
    let line = |app: &str, last: u8| {
        format!("aesock deny tcp://10.8.0.{last}:80 reason=private rule=- app={app} via=f\n")
    };
    let both = line("shop", 1) + &line("blog", 2);
    assert_eq!(
        rules(&learned(&both)).0,
        ["tcp://10.8.0.2:80", "tcp://10.8.0.1:80"]
    );
    let shop = learn(&log(&both), Otherwise::Allow, Some("shop"));
    assert_eq!(rules(&shop).0, ["tcp://10.8.0.1:80"]);
}

#[test]
fn whatever_a_log_says_the_file_is_one_of_rules() {
    for target in [
        "tcp://a\\x0aallow\\x20any:80",
        "unix:///a\\x0aallow\\x20any",
        "unix:///a,any",
        "option:x\\x0aallow",
    ] {
        for reason in ["private", "unix", "option", "a\\x0aallow\\x20any"] {
            let text = learned(&format!(
                "aesock deny {target} reason={reason} rule=a\\x0aallow\\x20any app=a\\x0aallow\\x20any via=\\x0aallow\\x20any at=\\x0aallow\\x20any name=\\x0aallow\\x20any"
            ));
            assert_eq!(rules(&text).0, [""; 0], "{text}");
        }
    }
}

#[test]
fn an_application_that_the_log_does_not_have_is_told_with_those_that_it_has() {
    let log = log(
        "aesock deny tcp://10.8.0.7:80 reason=private rule=- app=shop via=fsockopen
        aesock deny tcp://10.8.0.8:80 reason=private rule=- app=default via=fsockopen
        aesock deny tcp://10.8.0.9:80 reason=private rule=- app=shop via=fsockopen",
    );
    assert!(find(&log, "shop").is_ok());
    assert_eq!(
        find(&log, "shp").unwrap_err().to_string(),
        "no decision of application `shp`; the log has: default, shop"
    );
}
