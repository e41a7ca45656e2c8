//! Puts newer lists of Google's addresses into `data/`, in the form that they have there: what the
//! extension takes of them, a network a line. It downloads nothing (`scripts/update-google-ranges`).
//!
//! Usage: `google_lists GOOG.JSON CLOUD.JSON`

use aesock::core::address::google::{List, services};
use ipnet::IpNet;
use std::{env, error::Error, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let files: Vec<_> = env::args().skip(1).collect();
    let done = match &files[..] {
        [all, customers] => update(all, customers, Path::new("data")),
        _ => Err("usage: google_lists GOOG.JSON CLOUD.JSON".into()),
    };
    match done {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("google_lists: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Both lists or none: one taken from a much newer one leaves customers among Google's own.
fn update(all: &str, customers: &str, data: &Path) -> Result<String, Box<dyn Error>> {
    let read = |file: &str| -> Result<(List, String), String> {
        let json = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let list = List::parse(&json).map_err(|error| format!("{file} {error}"))?;
        let text = kept(&list).ok_or(format!("{file} has no creationTime"))?;
        Ok((list, text))
    };
    let (all, customers) = (read(all)?, read(customers)?);
    fs::write(data.join("goog.json"), all.1)?;
    fs::write(data.join("cloud.json"), customers.1)?;
    Ok(format!(
        "goog.json of {}: {} networks\ncloud.json of {}: {} networks\nGoogle's own services: {} ranges",
        day(&all.0).unwrap_or_default(),
        all.0.networks().count(),
        day(&customers.0).unwrap_or_default(),
        customers.0.networks().count(),
        services(&all.0, Some(&customers.0)).len(),
    ))
}

/// The day that Google made the list.
fn day(list: &List) -> Option<&str> {
    list.created.as_deref()?.get(..10)
}

/// The list as `data/` has it.
fn kept(list: &List) -> Option<String> {
    let networks: Vec<_> = list.networks().map(|network| line(&network)).collect();
    let (day, networks) = (day(list)?, networks.join(",\n"));
    Some(format!(
        "{{\n \"creationTime\": \"{day}\",\n \"prefixes\": [\n{networks}\n ]\n}}\n"
    ))
}

fn line(network: &IpNet) -> String {
    let family = match network {
        IpNet::V4(_) => "ipv4Prefix",
        IpNet::V6(_) => "ipv6Prefix",
    };
    format!("  {{\"{family}\": \"{network}\"}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Google publishes them.
    const GOOG: &str = r#"{"syncToken": "1", "creationTime": "2031-05-06T07:08:09.000000",
        "prefixes": [{"ipv4Prefix": "45.79.0.0/16"}, {"ipv6Prefix": "2a01:4f8:c0c::/48"}]}"#;
    const CLOUD: &str = r#"{"syncToken": "1", "creationTime": "2031-05-07T08:00:00.000000",
        "prefixes": [{"ipv4Prefix": "45.79.128.0/17", "service": "Google Cloud", "scope": "us-east1"}]}"#;

    /// What becomes of `data/` by these two files, and the words about it.
    fn updated(goog: &str, cloud: &str) -> (Option<[String; 2]>, String) {
        let id = std::thread::current().id();
        let folder = env::temp_dir().join(format!("google-lists-{}-{id:?}", std::process::id()));
        let data = folder.join("data");
        fs::create_dir_all(&data).unwrap();
        let [goog, cloud] = [("goog", goog), ("cloud", cloud)].map(|(name, json)| {
            let file = folder.join(name);
            fs::write(&file, json).unwrap();
            file.to_str().unwrap().to_owned()
        });
        let said = match update(&goog, &cloud, &data) {
            Ok(summary) => summary,
            Err(error) => error.to_string(),
        };
        let written = ["goog.json", "cloud.json"].map(|file| fs::read_to_string(data.join(file)));
        fs::remove_dir_all(&folder).unwrap();
        let written = match written {
            [Ok(goog), Ok(cloud)] => Some([goog, cloud]),
            _ => None,
        };
        (written, said)
    }

    #[test]
    fn only_days_and_networks_are_kept() {
        let (written, said) = updated(GOOG, CLOUD);
        let [goog, cloud] = written.unwrap();
        assert_eq!(
            goog,
            r#"{
 "creationTime": "2031-05-06",
 "prefixes": [
  {"ipv4Prefix": "45.79.0.0/16"},
  {"ipv6Prefix": "2a01:4f8:c0c::/48"}
 ]
}
"#
        );
        assert!(cloud.contains("2031-05-07"), "{cloud}");
        assert_eq!(
            said,
            "goog.json of 2031-05-06: 2 networks\ncloud.json of 2031-05-07: 1 networks\nGoogle's own services: 2 ranges"
        );
    }

    #[test]
    fn the_lists_that_are_there_stay_as_they_are() {
        for (name, present) in [
            ("goog.json", include_str!("../data/goog.json")),
            ("cloud.json", include_str!("../data/cloud.json")),
        ] {
            let list = List::parse(present).unwrap();
            assert_eq!(kept(&list).as_deref(), Some(present), "{name}");
        }
    }

    #[test]
    fn where_one_list_is_none_neither_is_taken() {
        for (goog, cloud, flaw) in [
            ("<html>", CLOUD, "is not in Google's schema"),
            (GOOG, r#"{"prefixes": []}"#, "holds no prefix"),
            (
                r#"{"prefixes": [{"ipv4Prefix": "45.79.0.0/16"}]}"#,
                CLOUD,
                "has no creationTime",
            ),
        ] {
            let (written, said) = updated(goog, cloud);
            assert_eq!(written, None, "{flaw}");
            assert!(said.contains(flaw), "{said}");
        }
    }
}
