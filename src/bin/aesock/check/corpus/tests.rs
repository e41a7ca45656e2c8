use super::*;
use crate::{
    cli::{Otherwise, PolicyArguments},
    log::entry,
    policy,
};

fn compared(allow: &str, deny: &str, lines: &str) -> (String, Finding) {
    let settings = PolicyArguments {
        settings: None,
        rules: None,
        allow: allow.to_owned(),
        deny: deny.to_owned(),
        default: Otherwise::Allow,
        google_ranges: String::new(),
        // Nobody answers there: names come from the hosts file or not at all.
        nameservers: "127.0.0.1:1".to_owned(),
    };
    let mut gate = policy::gate(&settings).unwrap();
    let lines = lines
        .lines()
        .map(|line| format!("aesock {} app=shop via=f", line.trim()));
    let mut log = Log::default();
    lines
        .flat_map(|line| entry::find(&line, None).entries)
        .for_each(|entry| log.add(entry));
    let report = compare(&mut gate, &log);
    (report.text, report.finding)
}

#[test]
fn what_changes_is_told_and_what_stays_is_counted() {
    let log = "deny tcp://10.8.0.7:5432 reason=private rule=-
        deny tcp://10.8.0.7:5432 reason=private rule=-
        deny tcp://10.8.0.8:5432 reason=private rule=-
        allow tcp://93.184.216.34:80 reason=public rule=-
        allow tcp://93.184.216.35:80 reason=public rule=-
        deny tcp://10.8.0.7:5432 reason=quota rule=-";
    let expected = "\
now allowed:
       2  tcp://10.8.0.7:5432  private -> rule `tcp://10.8.0.7:5432`  app=shop
now refused:
       1  tcp://93.184.216.34:80  public -> denied `93.184.216.34`  app=shop
still refused:
       1  tcp://10.8.0.8:5432  private -> private  app=shop
2 of 4 destinations change; 1 stay allowed, 1 stay refused
not decided again, since no rule changes them: quota (1)
";
    let (text, finding) = compared("tcp://10.8.0.7:5432", "93.184.216.34", log);
    assert_eq!((text.as_str(), finding), (expected, Finding::Something));
}

/// What becomes of one line, by the word before it in the report.
fn change(allow: &str, deny: &str, line: &str) -> String {
    let (text, _) = compared(allow, deny, line);
    let heading = text.lines().next().unwrap_or_default();
    heading
        .strip_suffix(':')
        .unwrap_or("still allowed")
        .to_owned()
}

#[test]
fn a_name_counts_with_the_address_that_the_log_tells() {
    let line = "deny tcp://db.example.com:5432 reason=private rule=- address=10.8.0.7";
    for (allow, deny, told) in [
        ("", "", "still refused"),
        ("tcp://10.8.0.7:5432", "", "now allowed"),
        ("tcp://db.example.com:5432", "", "now allowed"),
        ("tcp://other.example.com:5432", "", "still refused"),
        ("tcp://10.8.0.7:5432", "db.example.com", "still refused"),
    ] {
        assert_eq!(change(allow, deny, line), told, "{allow} {deny}");
        // Curl's door tells the address, and the name beside it.
        let by_address = "deny tcp://10.8.0.7:5432 reason=private rule=- name=db.example.com";
        assert_eq!(change(allow, deny, by_address), told, "{allow} {deny}");
    }
}

#[test]
fn capabilities_and_paths_are_decided_on_too() {
    for (allow, line, told) in [
        (
            "listen",
            "deny tcp://0.0.0.0:80 reason=listen rule=-",
            "now allowed",
        ),
        (
            "",
            "allow tcp://0.0.0.0:80 reason=rule rule=listen",
            "now refused",
        ),
        (
            "bind",
            "deny tcp://10.0.0.5:80 reason=bind rule=-",
            "now allowed",
        ),
        (
            "ftp",
            "deny tcp://a.test:21 reason=ftp rule=-",
            "now allowed",
        ),
        ("raw", "deny raw reason=protocol rule=-", "now allowed"),
        (
            "option:SO_RCVTIMEO",
            "deny option:SO_RCVTIMEO reason=option rule=-",
            "now allowed",
        ),
        (
            "option:SO_SNDTIMEO",
            "deny option:SO_RCVTIMEO reason=option rule=-",
            "still refused",
        ),
        (
            "unix:/nonexistent/*",
            "deny unix:///nonexistent/x reason=unix rule=-",
            "now allowed",
        ),
        (
            "unix",
            "deny unix://\\x00hidden reason=unix rule=-",
            "now allowed",
        ),
        (
            "unix:/nonexistent/*",
            "deny unix://\\x00hidden reason=unix rule=-",
            "still refused",
        ),
        (
            "",
            "allow unix://\\x00hidden reason=rule rule=unix",
            "now refused",
        ),
        (
            "",
            "allow tcp://93.184.216.34:80 reason=public rule=-",
            "still allowed",
        ),
    ] {
        assert_eq!(change(allow, "", line), told, "{allow} {line}");
    }
}
