//! What of libcurl reaches the network past its socket callback, or chooses more than a
//! destination: options and protocols that a policy closes. Not the destinations themselves.
//!
//! The numbers are libcurl's public ones (<https://curl.se/libcurl/c/symbols-in-versions.html>).

use super::target::{Host, Name, TargetError};
use std::{net::IpAddr, time::Duration};

/// What a rule must allow for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// A local address or port: rule `bind`.
    LocalAddress,
    /// FTP and TFTP: rule `ftp`.
    Ftp,
    /// Authentication by a library that asks servers of its own choice (Kerberos), or by a program:
    /// rule `gss`.
    Authentication,
    /// Code that connects by itself and is not seen: rule `any`.
    Unseen,
}

/// How the value of an option is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Anything but an empty text is refused.
    Text,
    /// Anything but an empty text and a wildcard address is refused.
    LocalAddress,
    /// Anything but zero is refused.
    Number,
    /// These bits are taken out; what has no others is refused.
    Bits(i64),
    /// Bits of closed protocols are taken out likewise.
    Protocols,
    /// Names of closed protocols are taken out likewise.
    ProtocolNames,
    /// The names of [`ENGINES`] are refused.
    KeyType,
}

/// An option of libcurl that is looked at before it is set.
#[derive(Debug)]
pub struct Guarded {
    /// The number of `CURLOPT_...`.
    pub number: i64,
    /// The name of the constant.
    pub name: &'static str,
    /// What it needs.
    pub feature: Feature,
    /// How its value is looked at.
    pub form: Form,
}

macro_rules! guarded {
    ($($name:ident = $number:literal, $feature:ident, $form:ident$(($closed:expr))?;)*) => {
        /// The guarded options.
        pub const GUARDED: &[Guarded] = &[$(Guarded {
            number: $number,
            name: stringify!($name),
            feature: Feature::$feature,
            form: Form::$form$(($closed))?,
        },)*];
    };
}

guarded! {
    // libcurl binds after the callback.
    CURLOPT_INTERFACE = 10062, LocalAddress, LocalAddress;
    CURLOPT_LOCALPORT = 139, LocalAddress, Number;
    CURLOPT_DNS_INTERFACE = 10221, LocalAddress, Text;
    CURLOPT_DNS_LOCAL_IP4 = 10222, LocalAddress, LocalAddress;
    CURLOPT_DNS_LOCAL_IP6 = 10223, LocalAddress, LocalAddress;
    // The handles of these do not inherit the callback, or it is not asked.
    CURLOPT_DOH_URL = 10279, Unseen, Text;
    CURLOPT_DNS_SERVERS = 10211, Unseen, Text;
    // Native code of the script's choice.
    CURLOPT_SSLENGINE = 10089, Unseen, Text;
    CURLOPT_SSLENGINE_DEFAULT = 90, Unseen, Number;
    CURLOPT_SSLCERTTYPE = 10086, Unseen, KeyType;
    CURLOPT_SSLKEYTYPE = 10088, Unseen, KeyType;
    CURLOPT_PROXY_SSLCERTTYPE = 10255, Unseen, KeyType;
    CURLOPT_PROXY_SSLKEYTYPE = 10257, Unseen, KeyType;
    // A Unix socket, which OpenSSL connects to.
    CURLOPT_EGDSOCKET = 10077, Unseen, Text;
    CURLOPT_FTPPORT = 10017, Ftp, Text;
    CURLOPT_KRBLEVEL = 10063, Authentication, Text;
    CURLOPT_HTTPAUTH = 107, Authentication, Bits(AUTHENTICATION);
    CURLOPT_PROXYAUTH = 111, Authentication, Bits(AUTHENTICATION);
    CURLOPT_SOCKS5_AUTH = 267, Authentication, Bits(AUTHENTICATION);
    CURLOPT_SSH_AUTH_TYPES = 151, Authentication, Bits(SSH_AUTHENTICATION);
    CURLOPT_PROTOCOLS = 181, Unseen, Protocols;
    CURLOPT_REDIR_PROTOCOLS = 182, Unseen, Protocols;
    CURLOPT_PROTOCOLS_STR = 10318, Unseen, ProtocolNames;
    CURLOPT_REDIR_PROTOCOLS_STR = 10319, Unseen, ProtocolNames;
}

/// The number of `CURLOPT_INTERFACE`.
pub const INTERFACE: i64 = 10062;
/// The bits of `CURLAUTH_NEGOTIATE`, by which libkrb5 asks servers of its own, and
/// `CURLAUTH_NTLM_WB`, by which libcurl starts a program.
pub const AUTHENTICATION: i64 = 1 << 2 | 1 << 5;
/// The bits of `CURLSSH_AUTH_AGENT`, by which the SSH library connects to the Unix socket that the
/// environment names, and of `CURLSSH_AUTH_GSSAPI`.
pub const SSH_AUTHENTICATION: i64 = 1 << 4 | 1 << 5;
/// `CURLAUTH_ONLY`, which says that there is one other bit.
const ONLY: i64 = 1 << 31;

/// A protocol that libcurl's callback does not cover.
#[derive(Debug)]
pub struct Protocol {
    /// The scheme.
    pub name: &'static str,
    /// The bit of `CURLPROTO_...`.
    pub bit: i64,
    /// What it needs.
    pub feature: Feature,
}

const fn protocol(name: &'static str, index: u32, feature: Feature) -> Protocol {
    Protocol {
        name,
        bit: 1 << index,
        feature,
    }
}

/// The protocols that need more than a destination. LDAP is dialled by libldap and what librtmp
/// fetches by itself; with SASL the mail protocols may use GSSAPI.
pub const PROTOCOLS: &[Protocol] = &[
    protocol("ftp", 2, Feature::Ftp),
    protocol("ftps", 3, Feature::Ftp),
    protocol("tftp", 11, Feature::Ftp),
    protocol("ldap", 7, Feature::Unseen),
    protocol("ldaps", 8, Feature::Unseen),
    protocol("rtmp", 19, Feature::Unseen),
    protocol("rtmpt", 20, Feature::Unseen),
    protocol("rtmpe", 21, Feature::Unseen),
    protocol("rtmpte", 22, Feature::Unseen),
    protocol("rtmps", 23, Feature::Unseen),
    protocol("rtmpts", 24, Feature::Unseen),
    protocol("imap", 12, Feature::Authentication),
    protocol("imaps", 13, Feature::Authentication),
    protocol("pop3", 14, Feature::Authentication),
    protocol("pop3s", 15, Feature::Authentication),
    protocol("smtp", 16, Feature::Authentication),
    protocol("smtps", 17, Feature::Authentication),
];

/// The types of keys and certificates that a module of OpenSSL brings: an engine or a provider,
/// which libcurl also loads by itself for a `pkcs11:` URI.
pub const ENGINES: &[&str] = &["ENG", "PROV"];

/// The guarded option of this number.
#[must_use]
pub fn guarded(number: i64) -> Option<&'static Guarded> {
    GUARDED.iter().find(|option| option.number == number)
}

/// The closed protocol that a URL names, in any case of letters.
#[must_use]
pub fn protocol_of(url: &[u8]) -> Option<&'static Protocol> {
    let end = url.windows(3).position(|window| window == b"://")?;
    PROTOCOLS
        .iter()
        .find(|protocol| protocol.name.as_bytes().eq_ignore_ascii_case(&url[..end]))
}

/// What a URL, as libcurl writes it after it has parsed it, names as its host: `None` for an address
/// or nothing, and an error for a name that libcurl may turn into another one (IDNA).
#[must_use]
pub fn host_of(url: &[u8]) -> Option<Result<Name, TargetError>> {
    let start = url.windows(3).position(|window| window == b"://")? + 3;
    let is_end = |byte: &u8| matches!(byte, b'/' | b'?' | b'#');
    let authority = url[start..].split(is_end).next()?;
    let host_and_port = authority.rsplit(|&byte| byte == b'@').next()?;
    let host = host_and_port.split(|&byte| byte == b':').next()?;
    match Host::parse(host) {
        _ if host.is_empty() || host.starts_with(b"[") => None,
        Ok(Host::Address(..)) => None,
        Ok(Host::Name(name)) => Some(Ok(name)),
        Err(error) => Some(Err(error)),
    }
}

/// The wildcard address that a text of `CURLOPT_INTERFACE` is: it leaves the choice to the system, and at
/// most says over which family.
#[must_use]
pub fn wildcard(text: &[u8]) -> Option<IpAddr> {
    let host = text.strip_prefix(b"host!").unwrap_or(text);
    let address: IpAddr = str::from_utf8(host).ok()?.parse().ok()?;
    address.is_unspecified().then_some(address)
}

/// `value` without the bits of `closed`; `None` where it has no others.
#[must_use]
pub fn without(value: i64, closed: i64) -> Option<i64> {
    let rest = value & !closed;
    (value & closed == 0 || rest & !ONLY != 0).then_some(rest)
}

/// The age in seconds up to which a kept connection is used, so long after the rules changed.
/// libcurl counts whole seconds, and takes no limit below one: what is younger than two seconds may
/// be of the time before.
#[must_use]
pub fn longest_life(since_change: Duration) -> i64 {
    let seconds = i64::try_from(since_change.as_secs()).unwrap_or(i64::MAX);
    (seconds - 1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_from_before_a_change_are_too_old_after_it() {
        // A connection is not used whose age in whole seconds is greater.
        let life = |milliseconds| longest_life(Duration::from_millis(milliseconds));
        for (since_change, longest) in [
            (0, 1),
            (1999, 1),
            (2000, 1),
            (2999, 1),
            (3000, 2),
            (60_500, 59),
        ] {
            assert_eq!(life(since_change), longest, "{since_change}");
        }
    }

    #[test]
    fn closed_bits_are_taken_out_and_what_has_no_others_is_refused() {
        const ANY: i64 = !(1 << 4);
        const BASIC: i64 = 1;
        const NEGOTIATE: i64 = 1 << 2;
        assert_eq!(without(0, AUTHENTICATION), Some(0));
        assert_eq!(without(BASIC, AUTHENTICATION), Some(BASIC));
        assert_eq!(without(BASIC | NEGOTIATE, AUTHENTICATION), Some(BASIC));
        assert_eq!(without(NEGOTIATE, AUTHENTICATION), None);
        assert_eq!(without(NEGOTIATE | ONLY, AUTHENTICATION), None);
        assert_eq!(without(1 << 5, AUTHENTICATION), None);
        assert_eq!(without(ANY, AUTHENTICATION), Some(ANY & !AUTHENTICATION));
    }

    #[test]
    fn a_wildcard_is_an_address_that_says_nothing_but_a_family() {
        for (text, is_wildcard) in [
            ("0.0.0.0", true),
            ("::", true),
            ("0:0:0:0:0:0:0:0", true),
            ("host!0.0.0.0", true),
            ("host!::", true),
            ("if!0.0.0.0", false),
            ("0.0.0.1", false),
            ("::1", false),
            ("::ffff:0.0.0.0", false),
            ("0.0.0.0:80", false),
            ("eth0", false),
            ("", false),
        ] {
            assert_eq!(wildcard(text.as_bytes()).is_some(), is_wildcard, "{text}");
        }
    }

    #[test]
    fn the_host_of_a_url_is_found_behind_user_and_before_port_and_path() {
        let host = |url: &str| Some(host_of(url.as_bytes())?.ok()?.as_str().to_owned());
        for url in [
            "http://API.test",
            "https://api.test:8443/a@b:c",
            "http://u:p@api.test/",
            "http://a@b@api.test?q",
            "http://api.test#f",
        ] {
            assert_eq!(host(url).as_deref(), Some("api.test"), "{url}");
        }
        for url in [
            "api.test",
            "http://",
            "http://[::1]/",
            "http://10.0.0.5/",
            "http:///x",
        ] {
            assert_eq!(host(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_that_is_no_name_as_it_stands_is_told_apart_from_none() {
        for url in [
            "http://pl\u{e4}in.test/",
            "http://a+b.test/",
            "http://h%65st/",
        ] {
            assert!(matches!(host_of(url.as_bytes()), Some(Err(_))), "{url}");
        }
    }

    #[test]
    fn the_protocol_of_a_url_is_found_whatever_the_case() {
        let name = |url: &str| protocol_of(url.as_bytes()).map(|protocol| protocol.name);
        assert_eq!(name("ftp://h/"), Some("ftp"));
        assert_eq!(name("LDAP://h/"), Some("ldap"));
        assert_eq!(name("http://ftp://h/"), None);
        assert_eq!(name("ftp:/h"), None);
        assert_eq!(name("xftp://h"), None);
    }
}
