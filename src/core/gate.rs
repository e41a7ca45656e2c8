//! The way out: settings, resolver and host put together, so that a door asks one question and gets
//! addresses or a refusal. It does not dial, and it makes no rule.

mod by_name;
mod denied_name;
mod refusal;
mod rules;
mod unanswered;
mod unix_path;

pub use by_name::Lookups;
pub use refusal::{Grounds, Refusal, numeric, rule_of};
pub use rules::RulesInForce;
pub use unix_path::UnixPath;

use super::{
    address::{Class, local::LocalTable},
    curl::Feature,
    escape::Escaped,
    host::clock,
    policy::{Peer, Policy},
    reason::Reason,
    resolver::{LookupError, Resolver, SystemFiles},
    settings::{LogLevel, Mode, Settings},
    socket::{
        family::Family,
        found::FoundSocket,
        options::{Access, Outcome, SocketOption},
    },
    target::{Host, Name, Target, TargetError, Transport, Zone},
    usage::{Account, quota::Quotas},
};
use by_name::Names;
use refusal::{conclude, subject};
use unanswered::Unanswered;

use std::{
    ffi::OsStr,
    fmt,
    net::{IpAddr, SocketAddr},
    os::unix::ffi::OsStrExt,
    path::Path,
    time::Duration,
};

/// What opens a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// Its class, or a rule.
    ByPolicy,
    /// What it serves this host for. It can be denied.
    AsService,
}

/// The port of name servers.
const NAME_SERVERS: u16 = 53;

/// What one thread of PHP goes out through.
#[derive(Debug)]
pub struct Gate {
    settings: Settings,
    resolver: Resolver,
    local: LocalTable,
    unanswered: Unanswered,
    /// When rules of another version of the rules file came into force.
    rules_since: Option<Duration>,
    /// When the rules in force were read.
    rules_read: Duration,
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

impl Gate {
    /// A gate with `settings`, on a host configured by `system`.
    #[must_use]
    pub fn new(settings: Settings, system: SystemFiles) -> Self {
        let mut resolver = Resolver::new(settings.nameservers.clone(), system);
        resolver.watch(settings.policy.watched_names());
        Self {
            settings,
            resolver,
            local: LocalTable::default(),
            unanswered: Unanswered::default(),
            rules_since: None,
            rules_read: clock::now(),
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
    /// new version cannot be taken and the rules of before stay, and where one was taken.
    pub fn refresh(&mut self) -> Option<String> {
        self.settings.rules_file.as_ref()?;
        self.look_at(clock::now())
    }

    fn look_at(&mut self, now: Duration) -> Option<String> {
        let file = self.settings.rules_file.as_mut()?;
        match file.refresh(now)? {
            Ok(rules) => {
                self.settings.policy.set_rules(rules.allow, rules.deny);
                self.resolver.watch(self.settings.policy.watched_names());
                (self.rules_since, self.rules_read) = (Some(now), now);
                let file = self.settings.rules_file.as_ref()?;
                let is_told = self.settings.log != LogLevel::Nothing;
                is_told.then(|| RulesInForce::read(self.policy(), file))
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

    /// The rules that decide now.
    #[must_use]
    pub fn rules(&self) -> RulesInForce {
        RulesInForce::of(
            self.policy(),
            self.settings.rules_file.as_ref(),
            self.rules_read,
        )
    }

    /// Resolves and decides: the allowed addresses of `target`, denied ones dropped. They are to be dialled.
    ///
    /// # Errors
    /// [`Refusal`] where none is left, or the name does not resolve.
    pub fn admit(&mut self, target: &Target, lookups: Lookups) -> Result<Admission, Refusal> {
        let admission = self.foresee(target, lookups)?;
        self.take_turn(target);
        Ok(admission)
    }

    /// The same, where nothing is to be dialled.
    ///
    /// # Errors
    /// As [`Gate::admit`].
    pub fn foresee(&mut self, target: &Target, lookups: Lookups) -> Result<Admission, Refusal> {
        match &target.host {
            Host::Address(address, zone) => {
                let grounds = self.admit_address(target, *address, lookups)?;
                Ok(Admission {
                    peers: Peers::One(zone.peer(*address, target.port)),
                    grounds,
                })
            }
            Host::Name(name) => self.admit_name(target, name, lookups, |_| true),
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
        lookups: Lookups,
    ) -> Result<(SocketAddr, Grounds), Refusal> {
        let admission = match &target.host {
            Host::Address(address, _) if family.address(*address).is_none() => {
                let text = address.to_string();
                return Err(Refusal::unresolved(text.as_bytes(), LookupError::NotFound));
            }
            Host::Address(..) => self.foresee(target, lookups)?,
            Host::Name(name) => {
                let is_wanted = |address| family.address(address).is_some();
                self.admit_name(target, name, lookups, is_wanted)?
            }
        };
        self.take_turn(target);
        let peers = admission.peers.as_slice();
        let native = peers
            .iter()
            .find(|peer| peer.is_ipv6() == (family == Family::Ipv6));
        let peer = native.unwrap_or(&peers[0]);
        let address = family.address(peer.ip()).unwrap_or(peer.ip());
        let peer = Zone::of(*peer).peer(address, peer.port());
        Ok((peer, admission.grounds))
    }

    /// The next time another one comes first of addresses that are as good.
    fn take_turn(&mut self, target: &Target) {
        if let Host::Name(name) = &target.host {
            self.resolver.take_turn(name.as_query());
        }
    }

    fn admit_name(
        &mut self,
        target: &Target,
        name: &Name,
        lookups: Lookups,
        is_wanted: impl Fn(IpAddr) -> bool,
    ) -> Result<Admission, Refusal> {
        denied_name::as_written(self.policy(), target, name)?;
        let unresolved = |error| Refusal::unresolved(name.as_query().as_bytes(), error);
        let addresses = self.resolver.lookup(name.as_query()).map_err(unresolved)?;
        self.unanswered.begin();
        denied_name::completed(self.policy(), target, name, addresses.completed())?;
        let mut allowed: Option<(Vec<SocketAddr>, Grounds)> = None;
        let mut refusal = None;
        for &address in addresses.iter().filter(|&&address| is_wanted(address)) {
            match (
                self.decide(target, address, &[], Opened::ByPolicy, lookups),
                &mut allowed,
            ) {
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
        denied_name::as_written(self.policy(), target, name)
    }

    /// The same for a name that other code resolves, as the search list completes it, too.
    fn deny_named(
        &mut self,
        target: &Target,
        name: &Name,
        lookups: Lookups,
    ) -> Result<(), Refusal> {
        let names = Names {
            resolver: &mut self.resolver,
            unanswered: &mut self.unanswered,
            lookups,
        };
        denied_name::resolved_elsewhere(&self.settings.policy, target, name, names)
    }

    /// Decides on one `address` that `target` is or resolved to. A rule by exact name counts for the
    /// addresses that this name has or lately had, whatever the target is called.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be dialled.
    pub fn admit_address(
        &mut self,
        target: &Target,
        address: IpAddr,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        self.unanswered.begin();
        self.decide(target, address, &[], Opened::ByPolicy, lookups)
    }

    /// Decides on a name server of this host, which needs no rule where programs ask it.
    ///
    /// # Errors
    /// [`Refusal`] where a rule denies it, or nobody can tell whether one does.
    pub fn admit_name_server(
        &mut self,
        transport: Transport,
        server: SocketAddr,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        self.unanswered.begin();
        let target = numeric(transport, server);
        self.decide(&target, server.ip(), &[], Opened::AsService, lookups)
    }

    /// Decides on the `address` that other code connected to for `target`, or is about to, which may be
    /// another one than the core would have dialled: refused is what the core would not have connected.
    ///
    /// # Errors
    /// [`Refusal`] where it would not.
    pub fn admit_connected(
        &mut self,
        target: &Target,
        address: IpAddr,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        if let Host::Name(name) = &target.host {
            self.unanswered.begin();
            self.deny_named(target, name, lookups)?;
        }
        let refusal = match self.admit_address(target, address, lookups) {
            Err(refusal) => refusal,
            admitted => return admitted,
        };
        match target.host {
            Host::Name(_) => self
                .foresee(target, lookups)
                .map_or(Err(refusal), |admission| Ok(admission.grounds)),
            Host::Address(..) => Err(refusal),
        }
    }

    /// Decides on a `peer` that a library is about to dial, of which only the address is known, and
    /// on `named`, the name that it may have resolved. A deny rule counts for that name too; an
    /// allow rule by name where our resolver gives the name the address.
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
        let target = numeric(transport, peer);
        self.unanswered.begin();
        if let Some(name) = &named {
            self.deny_named(&target, name, lookups)?;
        }
        let told = named.as_ref().map(Name::as_query);
        self.decide(
            &target,
            peer.ip(),
            told.as_slice(),
            Opened::ByPolicy,
            lookups,
        )
    }

    /// The same for a `peer` whose address libc gave for `names`: those of deny rules count as they are,
    /// those of allow rules where our resolver gives them the address too. A script can have libc ask
    /// where it likes (`LOCALDOMAIN`, `HOSTALIASES`).
    ///
    /// # Errors
    /// [`Refusal`] where it may not be dialled.
    pub fn admit_resolved(
        &mut self,
        transport: Transport,
        peer: SocketAddr,
        names: &[Name],
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        let target = numeric(transport, peer);
        self.unanswered.begin();
        for name in names {
            self.deny_named(&target, name, lookups)?;
        }
        let told: Vec<_> = names.iter().map(Name::as_query).collect();
        self.decide(&target, peer.ip(), &told, Opened::ByPolicy, lookups)
    }

    /// Decides on an address, which somebody says to be that of the names that are `told`.
    fn decide(
        &mut self,
        target: &Target,
        address: IpAddr,
        told: &[&str],
        opened: Opened,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        let name = match &target.host {
            Host::Name(name) => Some(name.as_str()),
            Host::Address(..) => None,
        };
        let mut peer = Peer {
            transport: target.transport,
            name,
            excepted_name: None,
            address,
            port: target.port,
        };
        let undecided = |error| {
            let why = format_args!("the host's own addresses cannot be read: {error}");
            Refusal::new(Reason::Undecided, format_args!("{address}: {why}"))
        };
        let local = self.local.get().map_err(undecided)?;
        let policy = &self.settings.policy;
        let class = policy.class(address, local);
        let mut names = Names {
            resolver: &mut self.resolver,
            unanswered: &mut self.unanswered,
            lookups,
        };
        if name.is_none() && class == Class::Google {
            peer.excepted_name = names.excepted(&peer);
        }
        let mut decision = policy.decide_on(&peer, class);
        if !decision.allows() && decision.reason != Reason::Denied {
            decision = match opened {
                Opened::AsService => Reason::HostService.into(),
                Opened::ByPolicy => names
                    .allowed(policy, &peer, class, told)
                    .unwrap_or(decision),
            };
        }
        let subject = subject(name, address);
        // What is refused anyway needs nobody's answer.
        if !decision.allows() {
            names.lookups = Lookups::Avoided;
        }
        match names.denied(policy, &peer) {
            Ok(Some(denied)) => {
                return Err(Refusal::new(Grounds::from(denied).of(address), subject));
            }
            Err(refusal) if decision.allows() && lookups != Lookups::Avoided => {
                return Err(refusal);
            }
            Ok(None) | Err(_) => {}
        }
        match (decision.allows(), decision.reason) {
            (true, _) => Ok(Grounds::from(decision).of(address)),
            (false, Reason::InvalidTarget) => Err(Refusal::new(
                decision,
                TargetError::Port(target.port.to_string().into()),
            )),
            (false, _) => {
                let rule = rule_of(target, address, decision.reason);
                let grounds = Grounds::from(decision).of(address);
                let refusal = Refusal::new(grounds, subject).lifted_by(Some(rule));
                Err(self.explained(refusal, &peer))
            }
        }
    }

    /// `refusal`, which says what to do where the peer is one that scripts reach which resolve names by
    /// themselves.
    fn explained(&mut self, refusal: Refusal, peer: &Peer<'_>) -> Refusal {
        let server = SocketAddr::new(peer.address, peer.port);
        let is_by_rule = refusal.grounds.rule.is_some();
        if peer.port == NAME_SERVERS && !is_by_rule && self.resolver.asks(server) {
            refusal.with_advice(format_args!(
                "a name server of this host, write {server} into aesock.allow for code that asks it by itself"
            ))
        } else {
            refusal
        }
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

    /// Decides on pages that a server pushes.
    ///
    /// # Errors
    /// [`Refusal`] where a rule closes them.
    pub fn admit_push(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_push(), "CURLMOPT_PUSHFUNCTION")
    }

    /// Decides on the Unix-domain socket `name`, a path or, with a NUL in front, a name without one
    /// (unix(7)).
    ///
    /// A path counts as what it really is: the path that is told has no symbolic links, so that
    /// one which appears meanwhile leads nowhere else.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be used.
    pub fn admit_unix(&self, name: &[u8]) -> Result<(UnixPath, Grounds), Refusal> {
        let admit = |path: Option<&Path>| {
            conclude(self.policy().decide_unix(path), Escaped(name))
                .map_err(|refusal| refusal.lifted_by(path.and_then(unix_path::rule_of)))
        };
        match name {
            [] | [0, ..] => admit(None).map(|grounds| (UnixPath::Unnamed, grounds)),
            _ if name.contains(&0) => Err(TargetError::Nul.into()),
            _ => {
                let path = Path::new(OsStr::from_bytes(name));
                match FoundSocket::at(path) {
                    Ok(found) => admit(Some(found.real()))
                        .map(|grounds| (unix_path::reached(found), grounds)),
                    Err(error) => admit(Some(&unix_path::of_missing(path))).map(|grounds| {
                        let errno = error.raw_os_error().unwrap_or(libc::EIO);
                        (UnixPath::Missing(errno), grounds)
                    }),
                }
            }
        }
    }

    /// Decides on a server socket at `address`, as the script wrote it.
    ///
    /// # Errors
    /// [`Refusal`] where sockets are outbound only.
    pub fn admit_listen(&self, address: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_listen(), Escaped(address))
    }

    /// Decides on binding to `local`.
    ///
    /// # Errors
    /// [`Refusal`] where the script may not choose it.
    pub fn admit_bind(&self, local: SocketAddr) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_bind(Some(local)), local)
    }

    /// Decides on binding to `address`, a name or a path as the script wrote it.
    ///
    /// # Errors
    /// [`Refusal`] where the script may not choose it.
    pub fn admit_bind_to(&self, address: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_bind(None), Escaped(address))
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

#[cfg(test)]
mod tests;
