//! The way out: settings, resolver and host put together, so that a door asks one question and gets
//! addresses or a refusal. It does not dial, and it makes no rule.

use super::{
    address::{self, Class},
    clock,
    curl::Feature,
    escape::Escaped,
    family::Family,
    interfaces::OwnAddresses,
    options::{Access, Outcome, SocketOption},
    policy::{self, Decision, Peer, Policy},
    quota::{Exhausted, Quotas},
    reason::{Errno, Reason},
    resolver::{LookupError, Resolver, SystemFiles},
    settings::{Mode, Settings},
    target::{Host, Name, Target, TargetError, Transport},
    usage::Account,
};
use std::{
    ffi::OsStr,
    fmt,
    net::{IpAddr, SocketAddr},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How long an address counts as one of a name that had it (App Engine's exceptions by address).
const REMEMBERED: Duration = Duration::from_secs(3600);

/// What one thread of PHP goes out through.
#[derive(Debug)]
pub struct Gate {
    settings: Settings,
    resolver: Resolver,
    own: OwnAddresses,
    /// When rules of another version of the rules file came into force.
    rules_since: Option<Duration>,
}

/// Whether a decision may send DNS queries of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookups {
    /// It may.
    Sent,
    /// It must do with what is known (audit mode, where the engine resolves).
    Avoided,
}

/// What may be dialled, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The allowed addresses, in the order of preference; at least one.
    pub peers: Peers,
    /// Why the first of them is allowed.
    pub grounds: Grounds,
}

/// One or more peers; one needs no allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peers {
    /// A numeric destination.
    One(SocketAddr),
    /// The allowed addresses of a name.
    Several(Vec<SocketAddr>),
}

impl Peers {
    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[SocketAddr] {
        match self {
            Self::One(peer) => std::slice::from_ref(peer),
            Self::Several(peers) => peers,
        }
    }
}

/// Where a Unix-domain socket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnixPlace {
    /// At this path, which has no symbolic links.
    At(PathBuf),
    /// Not there: the error of looking for it.
    Missing(Errno),
    /// Without a path (the abstract namespace).
    Unnamed,
}

/// Reason and rule of a decision, apart from the policy it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Why.
    pub reason: Reason,
    /// The text of the rule that decided.
    pub rule: Option<Arc<str>>,
}

impl From<Decision<'_>> for Grounds {
    fn from(decision: Decision<'_>) -> Self {
        Self {
            reason: decision.reason,
            rule: decision.rule.cloned(),
        }
    }
}

impl From<Reason> for Grounds {
    fn from(reason: Reason) -> Self {
        Self { reason, rule: None }
    }
}

/// A refusal, with the sentence that tells it. The sentence holds no unescaped text of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Reason and rule.
    pub grounds: Grounds,
    /// The reason in a sentence.
    pub message: String,
    /// The name that did not resolve and the resolver's words, where that is the reason.
    unresolved: Option<(String, LookupError)>,
}

impl Refusal {
    /// A refusal of `subject`, which is escaped where a script chose it.
    pub fn new(grounds: impl Into<Grounds>, subject: impl fmt::Display) -> Self {
        let grounds = grounds.into();
        let sentence = grounds.reason.about(subject);
        let message = match &grounds.rule {
            Some(rule) => format!("{sentence} (`{rule}`)"),
            None => sentence.to_string(),
        };
        Self {
            grounds,
            message,
            unresolved: None,
        }
    }

    fn unresolved(name: &[u8], error: LookupError) -> Self {
        let reason = match error {
            LookupError::NotFound => Reason::NameNotFound,
            LookupError::NoAddress => Reason::NameWithoutAddress,
            LookupError::Temporary => Reason::NameUnresolved,
            LookupError::Exhausted(exhausted) => return exhausted.into(),
        };
        let name = Escaped(name).to_string();
        Self {
            unresolved: Some((name.clone(), error)),
            ..Self::new(reason, name)
        }
    }

    /// The error number that the script sees; 0 for names, as in stock PHP.
    #[must_use]
    pub fn errno(&self) -> Errno {
        self.grounds.reason.errno()
    }
}

impl std::error::Error for Refusal {}

/// The text that the script sees: the engine's words for the error number and the reason, or for a
/// name the engine's words.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unresolved {
            Some((name, error)) => write!(
                f,
                "php_network_getaddresses: getaddrinfo for {name} failed: {error}"
            ),
            None => write!(
                f,
                "{}: {}",
                nix::errno::Errno::from_raw(self.errno()).desc(),
                self.message
            ),
        }
    }
}

impl From<Exhausted> for Refusal {
    fn from(exhausted: Exhausted) -> Self {
        Self::new(Reason::Quota, exhausted)
    }
}

impl From<TargetError> for Refusal {
    fn from(error: TargetError) -> Self {
        match &error {
            TargetError::NoName(name) => Self::unresolved(name, LookupError::NotFound),
            _ => Self::new(Reason::InvalidTarget, &error),
        }
    }
}

impl Gate {
    /// A gate with `settings`, on a host configured by `system`.
    #[must_use]
    pub fn new(settings: Settings, system: SystemFiles) -> Self {
        let resolver = Resolver::new(settings.nameservers.clone(), system);
        Self {
            settings,
            resolver,
            own: OwnAddresses::default(),
            rules_since: None,
        }
    }

    /// Has the gate's lookups counted in `account`, and limited where quotas are.
    #[must_use]
    pub fn charged_to(self, account: Account) -> Self {
        let quotas = match self.settings.mode {
            Mode::Enforce => self.settings.quotas.clone(),
            Mode::Audit | Mode::Disabled | Mode::Passthrough => Quotas::default(),
        };
        Self {
            resolver: self.resolver.charged_to(account, quotas),
            ..self
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.settings.policy
    }

    /// Takes the rules of a rules file that changed; what is known of names stays. Before a
    /// decision, so that all of one decision is made by the same rules. A line for the log, where a
    /// new version cannot be taken and the rules of before stay.
    pub fn look(&mut self) -> Option<String> {
        self.settings.rules_file.as_ref()?;
        self.look_at(clock::now())
    }

    fn look_at(&mut self, now: Duration) -> Option<String> {
        let file = self.settings.rules_file.as_mut()?;
        match file.look(now)? {
            Ok(rules) => {
                self.settings.policy.set_rules(rules.allow, rules.deny);
                self.rules_since = Some(now);
                None
            }
            Err(error) => Some(format!(
                "aesock keeps the rules of before: aesock.rules: {error}"
            )),
        }
    }

    /// How long ago the rules changed, if they did since the gate was made.
    #[must_use]
    pub fn age_of_rules(&self) -> Option<Duration> {
        let since = self.rules_since?;
        Some(clock::now().saturating_sub(since))
    }

    /// Resolves and decides: the allowed addresses of `target`, denied ones dropped.
    ///
    /// # Errors
    /// [`Refusal`] where none is left, or the name does not resolve.
    pub fn admit(&mut self, target: &Target) -> Result<Admission, Refusal> {
        match &target.host {
            Host::Address(address) => {
                let grounds = self.judge(target, *address, Lookups::Sent)?;
                Ok(Admission {
                    peers: Peers::One(SocketAddr::new(*address, target.port)),
                    grounds,
                })
            }
            Host::Name(name) => self.admit_name(target, name, |_| true),
        }
    }

    /// Resolves and decides for a socket of one `family`: the address to use, as such a socket
    /// writes it. An IPv6 socket prefers IPv6.
    ///
    /// # Errors
    /// As [`Gate::admit`]; an address or name that such a socket cannot reach does not resolve.
    pub fn admit_over(
        &mut self,
        target: &Target,
        family: Family,
    ) -> Result<(SocketAddr, Grounds), Refusal> {
        let admission = match &target.host {
            Host::Address(address) if family.address(*address).is_none() => {
                let text = address.to_string();
                return Err(Refusal::unresolved(text.as_bytes(), LookupError::NotFound));
            }
            Host::Address(_) => self.admit(target)?,
            Host::Name(name) => {
                self.admit_name(target, name, |address| family.address(address).is_some())?
            }
        };
        let peers = admission.peers.as_slice();
        let native = peers
            .iter()
            .find(|peer| peer.is_ipv6() == (family == Family::Ipv6));
        let peer = native.unwrap_or(&peers[0]);
        let address = family.address(peer.ip()).unwrap_or(peer.ip());
        Ok((SocketAddr::new(address, peer.port()), admission.grounds))
    }

    fn admit_name(
        &mut self,
        target: &Target,
        name: &Name,
        is_wanted: impl Fn(IpAddr) -> bool,
    ) -> Result<Admission, Refusal> {
        self.deny_name(target, name)?;
        let unresolved = |error| Refusal::unresolved(name.as_query().as_bytes(), error);
        let addresses = self.resolver.lookup(name.as_query()).map_err(unresolved)?;
        let mut allowed: Option<(Vec<SocketAddr>, Grounds)> = None;
        let mut refusal = None;
        for &address in addresses.iter().filter(|&&address| is_wanted(address)) {
            match (self.judge(target, address, Lookups::Sent), &mut allowed) {
                (Ok(_), Some((peers, _))) => peers.push(SocketAddr::new(address, target.port)),
                (Ok(grounds), none) => {
                    *none = Some((vec![SocketAddr::new(address, target.port)], grounds))
                }
                (Err(error), _) => refusal = refusal.or(Some(error)),
            }
        }
        match allowed {
            Some((peers, grounds)) => Ok(Admission {
                peers: Peers::Several(peers),
                grounds,
            }),
            None => Err(refusal.unwrap_or_else(|| unresolved(LookupError::NoAddress))),
        }
    }

    /// Refuses a name that a deny rule names, before anything is asked about it.
    ///
    /// # Errors
    /// That [`Refusal`].
    pub fn deny_name(&self, target: &Target, name: &Name) -> Result<(), Refusal> {
        match self
            .policy()
            .denied_name(name.as_str(), target.transport, target.port)
        {
            Some(decision) => Err(Refusal::new(decision, name.as_query())),
            None => Ok(()),
        }
    }

    /// Decides on one `address` that `target` is or resolved to.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be dialled.
    pub fn judge(
        &mut self,
        target: &Target,
        address: IpAddr,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        let name = match &target.host {
            Host::Name(name) => Some(name.as_str()),
            Host::Address(_) => None,
        };
        let mut peer = Peer {
            transport: target.transport,
            name,
            excepted_name: None,
            address,
            port: target.port,
        };
        let subject = subject(name, address);
        if let Some(decision) =
            denied_by_address(&self.settings.policy, &mut self.resolver, &peer, lookups)?
        {
            return Err(Refusal::new(decision, subject));
        }
        let own = self.own.get();
        let class = self.settings.policy.class(address, own);
        if name.is_none() && class == Class::Google {
            peer.excepted_name = excepted_name(&mut self.resolver, &peer, lookups);
        }
        let decision = self.settings.policy.decide_on(&peer, class);
        match (decision.allows(), decision.reason) {
            (true, _) => Ok(decision.into()),
            (false, Reason::InvalidTarget) => Err(Refusal::new(
                decision,
                TargetError::Port(target.port.to_string().into()),
            )),
            (false, _) => Err(Refusal::new(decision, subject)),
        }
    }

    /// Decides on a `peer` that a library is about to dial, of which only the address is known, and
    /// on `named`, the name that it may have resolved. A deny rule counts for that name too; an
    /// allow rule by name where our resolver gives the name the address, if it may be asked.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be dialled.
    pub fn admit_dialled(
        &mut self,
        transport: Transport,
        peer: SocketAddr,
        named: Option<Result<Name, TargetError>>,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        let named = match named {
            Some(Err(error)) if self.policy().denies_names() => return Err(error.into()),
            named => named.and_then(Result::ok),
        };
        if let Some(name) = &named {
            self.deny_name(&numeric(transport, peer), name)?;
        }
        let refusal = match self.judge(&numeric(transport, peer), peer.ip(), lookups) {
            Err(refusal)
                if refusal.grounds.reason != Reason::Denied && lookups == Lookups::Sent =>
            {
                refusal
            }
            decided => return decided,
        };
        let of_rules = self.policy().allowed_names(transport, peer.port());
        let of_rules = of_rules.filter_map(|name| Name::parse(name.as_bytes()).ok());
        let names: Vec<_> = named.into_iter().chain(of_rules).collect();
        for name in names {
            let addresses = self.resolver.lookup(name.as_query());
            let judged = address::judged(peer.ip());
            let has_address = addresses.is_ok_and(|addresses| has(&addresses, judged));
            let target = Target {
                transport,
                host: Host::Name(name),
                port: peer.port(),
            };
            if has_address && let Ok(grounds) = self.judge(&target, peer.ip(), Lookups::Sent) {
                return Ok(grounds);
            }
        }
        Err(refusal)
    }

    /// Decides on a feature of libcurl that `subject` is about.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_feature(
        &self,
        feature: Feature,
        subject: impl fmt::Display,
    ) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_feature(feature), subject)
    }

    /// Decides on the Unix-domain socket `name`, a path or, with a NUL in front, a name without one
    /// (unix(7)).
    ///
    /// A path counts as what it really is: the place that is told has no symbolic links, so that
    /// one which appears meanwhile leads nowhere else.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be used.
    pub fn admit_unix(&self, name: &[u8]) -> Result<(UnixPlace, Grounds), Refusal> {
        let admit = |path, place| {
            conclude(self.policy().decide_unix(path), Escaped(name)).map(|grounds| (place, grounds))
        };
        match name {
            [] | [0, ..] => admit(None, UnixPlace::Unnamed),
            _ if name.contains(&0) => Err(TargetError::Nul.into()),
            _ => {
                let path = Path::new(OsStr::from_bytes(name));
                match path.canonicalize() {
                    Ok(real) => admit(Some(&real), UnixPlace::At(real.clone())),
                    Err(error) => admit(
                        Some(&place_of_missing(path)),
                        UnixPlace::Missing(error.raw_os_error().unwrap_or(libc::EIO)),
                    ),
                }
            }
        }
    }

    /// Decides on a server socket at `place`, as the script wrote it.
    ///
    /// # Errors
    /// [`Refusal`] where sockets are outbound only.
    pub fn admit_listen(&self, place: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_listen(), Escaped(place))
    }

    /// Decides on binding to `local`.
    ///
    /// # Errors
    /// [`Refusal`] where the script may not choose it.
    pub fn admit_bind(&self, local: SocketAddr) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_bind(Some(local)), local)
    }

    /// Decides on binding to `place`, a name or a path as the script wrote it.
    ///
    /// # Errors
    /// [`Refusal`] where the script may not choose it.
    pub fn admit_bind_to(&self, place: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_bind(None), Escaped(place))
    }

    /// Decides on FTP with the server `host`, as the script wrote it, before anything is known of it.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_ftp(&self, host: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_ftp(), Escaped(host))
    }

    /// Decides on data connections of ext/ftp to addresses of the server's choice.
    ///
    /// # Errors
    /// [`Refusal`] unless everything is allowed.
    pub fn admit_ftp_address(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_ftp_address(), "FTP_USEPASVADDRESS")
    }

    /// Decides on an operation, neither reading nor writing, on a socket that aesock did not make.
    ///
    /// # Errors
    /// [`Refusal`] unless rule `any` allows it.
    pub fn admit_inherited(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_inherited(), "the socket")
    }

    /// Decides on a transport that is none of the engine's own, by its `scheme`.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_raw(&self, scheme: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_raw(), Escaped(scheme))
    }

    /// Decides on a socket of a family other than IPv4 and IPv6, by its `domain`.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_family(&self, domain: i64) -> Result<Grounds, Refusal> {
        if domain == i64::from(libc::AF_UNIX) {
            conclude(self.policy().decide_unix_family(), "AF_UNIX")
        } else {
            conclude(
                self.policy().decide_family(),
                format_args!("address family {domain}"),
            )
        }
    }

    /// Decides on a socket of a type or protocol other than TCP and UDP.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_protocol(&self, kind: i64, protocol: i64) -> Result<Grounds, Refusal> {
        let subject = format_args!("a socket of type {kind} and protocol {protocol}");
        conclude(self.policy().decide_protocol(), subject)
    }

    /// Decides on `access` to a socket option: [`Outcome::Real`] or a simulated value.
    ///
    /// # Errors
    /// [`Refusal`] of an option that is not supported.
    pub fn admit_option(
        &self,
        option: SocketOption,
        access: Access,
    ) -> Result<(Outcome, Grounds), Refusal> {
        let grounds = conclude(self.policy().decide_option(option, access), option)?;
        let outcome = match grounds.reason {
            Reason::Simulated => option.outcome(access),
            _ => Outcome::Real,
        };
        Ok((outcome, grounds))
    }

    /// Decides on control data of a message over a socket of `domain`. Over a Unix socket it may
    /// pass descriptors, for which all Unix sockets must be allowed too.
    ///
    /// # Errors
    /// [`Refusal`] unless rules open it.
    pub fn admit_control(&self, domain: i64) -> Result<Grounds, Refusal> {
        let grounds = conclude(self.policy().decide_control(), "a message")?;
        if domain == i64::from(libc::AF_UNIX) {
            return conclude(self.policy().decide_unix(None), "passing descriptors");
        }
        Ok(grounds)
    }

    /// Decides on a pair of Unix sockets that ext/sockets makes.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_pair_of_family(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_pair_of_family(), "AF_UNIX")
    }

    /// Decides on a pair of connected sockets.
    ///
    /// # Errors
    /// [`Refusal`] where a rule closes it.
    pub fn admit_socket_pair(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_socket_pair(), "a socket pair")
    }
}

/// Where a path that is not there would be.
fn place_of_missing(path: &Path) -> PathBuf {
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(parent)), Some(name)) => parent.join(name),
        _ => path.to_path_buf(),
    }
}

fn conclude(decision: Decision<'_>, subject: impl fmt::Display) -> Result<Grounds, Refusal> {
    if decision.allows() {
        Ok(decision.into())
    } else {
        Err(Refusal::new(decision, subject))
    }
}

fn subject(name: Option<&str>, address: IpAddr) -> impl fmt::Display {
    fmt::from_fn(move |f| match name {
        Some(name) => write!(f, "{name} ({address})"),
        None => write!(f, "{address}"),
    })
}

/// The deny rule by name whose name has the peer's address now.
///
/// # Errors
/// [`Exhausted`], where the quota of lookups leaves that unknown: to use it up must not open what is
/// denied.
fn denied_by_address<'p>(
    policy: &'p Policy,
    resolver: &mut Resolver,
    peer: &Peer<'_>,
    lookups: Lookups,
) -> Result<Option<Decision<'p>>, Exhausted> {
    if lookups == Lookups::Avoided {
        return Ok(None);
    }
    let denied: Vec<_> = policy.denied_names(peer.transport, peer.port).collect();
    if denied.is_empty() {
        return Ok(None);
    }
    let judged = address::judged(peer.address);
    let answers = resolver.lookup_all(denied.iter().map(|(name, _)| *name));
    for ((_, decision), answer) in denied.into_iter().zip(answers) {
        match answer {
            Ok(addresses) if has(&addresses, judged) => return Ok(Some(decision)),
            Err(LookupError::Exhausted(exhausted)) => return Err(exhausted),
            _ => {}
        }
    }
    Ok(None)
}

/// Whether one of `addresses` counts as `judged`.
fn has(addresses: &[IpAddr], judged: IpAddr) -> bool {
    addresses
        .iter()
        .any(|&address| address::judged(address) == judged)
}

/// The excepted name that the peer's address belongs to, or belonged to lately: PHP code often
/// resolves first.
fn excepted_name(
    resolver: &mut Resolver,
    peer: &Peer<'_>,
    lookups: Lookups,
) -> Option<&'static str> {
    let names = || policy::excepted_names(peer.transport, peer.port);
    let remembered =
        names().find(|name| resolver.resolved_recently(name, peer.address, REMEMBERED));
    if remembered.is_some() || lookups == Lookups::Avoided {
        return remembered;
    }
    names().find(|name| {
        resolver
            .lookup(name)
            .is_ok_and(|addresses| addresses.contains(&peer.address))
    })
}

/// The target of a datagram or connection that a caller has as an address.
#[must_use]
pub fn numeric(transport: Transport, peer: SocketAddr) -> Target {
    Target {
        transport,
        host: Host::Address(peer.ip()),
        port: peer.port(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        resolver::SystemFiles,
        settings::{Process, Texts},
        target::Ports,
        usage::{Counter, Ledger},
    };
    use std::sync::atomic::{AtomicU32, Ordering};

    const SETTINGS: Texts<'_> = Texts {
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
    };

    /// A gate on a host whose hosts file has the lines `hosts`.
    fn gate(settings: Texts<'_>, hosts: &str) -> Gate {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let file =
            std::env::temp_dir().join(format!("aesock-gate-{}-{number}", std::process::id()));
        std::fs::write(&file, hosts).unwrap();
        let system = SystemFiles {
            hosts: file.clone(),
            resolv_conf: "/nonexistent".into(),
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
        let admission = gate.admit(&target)?;
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
        let settings = Texts {
            rules: file.to_str().unwrap(),
            ..SETTINGS
        };
        let mut gate = gate(settings, "10.0.0.5 x.test\n");
        assert_eq!(admit(&mut gate, "x.test:80").unwrap(), ["10.0.0.5:80"]);
        let private = "10.0.0.5".parse().unwrap();
        let remembered = |gate: &Gate| {
            let resolver = &gate.resolver;
            resolver.resolved_recently("x.test", private, REMEMBERED)
        };
        assert!(remembered(&gate));

        let now = Duration::from_secs(1 << 30);
        std::fs::write(&file, "allow 10.0.0.6\n").unwrap();
        // As old as it gets, so that it is settled.
        let written = std::fs::File::options().write(true).open(&file).unwrap();
        written.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert_eq!(gate.look_at(now), None);
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
        assert_eq!(admit(&mut gate, "10.0.0.6:80").unwrap(), ["10.0.0.6:80"]);
        std::fs::remove_file(file).unwrap();
    }

    #[test]
    fn denied_addresses_of_a_name_are_dropped_and_the_others_keep_their_order() {
        let hosts = "2606:4700:4700::1111 x.test\n10.0.0.5 x.test\n93.184.216.34 x.test\n127.0.0.1 x.test\n";
        let mut gate = gate(SETTINGS, hosts);
        assert_eq!(
            admit(&mut gate, "x.test:80").unwrap(),
            ["[2606:4700:4700::1111]:80", "93.184.216.34:80"]
        );
    }

    #[test]
    fn a_name_without_an_allowed_address_is_refused_for_its_first() {
        let mut gate = gate(SETTINGS, "10.0.0.5 x.test\n127.0.0.1 x.test\n");
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
        gate.admit_over(&target, family)
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
            let texts = Texts {
                allow,
                deny,
                default,
                ..SETTINGS
            };
            let name = named.map(|name| Name::parse(name.as_bytes()));
            let peer = peer.parse().unwrap();
            let admitted =
                gate(texts, hosts).admit_dialled(Transport::Tcp, peer, name, Lookups::Sent);
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
            let gate = gate(Texts { allow, ..SETTINGS }, "");
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
        let settings = |mode| Texts {
            deny: "gone.test",
            quota: "lookups:1/day",
            mode,
            ..SETTINGS
        };
        let account = Ledger::anonymous().unwrap().account("shop");
        let mut enforcing = gate(settings("enforce"), "").charged_to(account);
        assert!(admit(&mut enforcing, "93.184.216.34:80").is_ok());
        let used_up = "Quota exceeded: the quota of 1 lookups a day is used up until 00:00:00 UTC";
        for target in ["93.184.216.34:80", "other.test:80"] {
            assert_eq!(
                refusal(&mut enforcing, target),
                (Reason::Quota, libc::EDQUOT, used_up.to_owned())
            );
        }
        let mut auditing = gate(settings("audit"), "").charged_to(account);
        assert!(
            admit(&mut auditing, "93.184.216.34:80").is_ok(),
            "no quota there"
        );
        assert_eq!(account.get(Counter::Lookups), 2);
    }

    #[test]
    fn a_deny_rule_by_name_denies_the_name_unasked_and_the_addresses_it_has() {
        let mut gate = gate(
            Texts {
                deny: "evil.test:80 gone.test",
                ..SETTINGS
            },
            "93.184.216.34 evil.test alias.test\n",
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
        let mut gate = gate(SETTINGS, "142.250.102.108 smtp.gmail.com\n");
        let target = numeric(Transport::Tcp, "142.250.102.108:587".parse().unwrap());
        let judge = |gate: &mut Gate| {
            gate.judge(
                &target,
                "142.250.102.108".parse().unwrap(),
                Lookups::Avoided,
            )
            .is_ok()
        };
        assert!(!judge(&mut gate));
        admit(&mut gate, "smtp.gmail.com:587").unwrap();
        assert!(judge(&mut gate));
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
            Texts {
                allow: &rule,
                ..SETTINGS
            },
            "",
        );
        let place = |path: &str| {
            gate.admit_unix(folder.join(path).as_os_str().as_bytes())
                .map(|(place, _)| place)
        };
        assert_eq!(
            place("open/socket"),
            Ok(UnixPlace::At(folder.join("open/socket")))
        );
        assert_eq!(
            place("outside"),
            Ok(UnixPlace::At(folder.join("open/socket")))
        );
        assert_eq!(place("open/none"), Ok(UnixPlace::Missing(libc::ENOENT)));
        assert_eq!(
            place("open/link").unwrap_err().grounds.reason,
            Reason::Unix,
            "it leads to the secret"
        );
        assert_eq!(
            place("open/../secret").unwrap_err().grounds.reason,
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
}
