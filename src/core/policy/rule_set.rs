//! The rules that name a peer or a capability, found without reading all of them. What follows from
//! a rule that is found is not decided here.

use super::{
    peer::{Facts, Peer},
    rule::{Capability, Hosts, Peers, Rule, Subject},
};
use crate::core::{address::ranges, target::Transport};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

#[cfg(test)]
thread_local! {
    /// How many rules and borders of networks were looked at.
    pub(super) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Rules, found by what they name. Where several name a peer the first one written counts.
#[derive(Debug, Default)]
pub(super) struct RuleSet {
    rules: Vec<Rule>,
    any: Option<Index>,
    capabilities: Vec<Index>,
    names: FxHashMap<String, Vec<Index>>,
    /// The first rules by exact name, as many as [`LOOKED_UP`].
    exact: Vec<Index>,
    subdomains: FxHashMap<String, Vec<Index>>,
    classes: Vec<Index>,
    networks: Networks,
}

/// The most deny rules whose names are looked up to deny their addresses: each decision on an
/// address asks for all of them, out of the cache as long as their TTL lasts.
const LOOKED_UP: usize = 256;

/// Position of a rule in the order written.
type Index = u32;

impl RuleSet {
    /// `rules` in the order written.
    pub(super) fn new(rules: Vec<Rule>) -> Self {
        let mut set = Self::default();
        let mut networks = BTreeMap::new();
        for (index, rule) in (0..).zip(&rules) {
            match &rule.subject {
                Subject::Capability(capability) => {
                    set.capabilities.push(index);
                    if *capability == Capability::Any {
                        set.any.get_or_insert(index);
                    }
                }
                Subject::Peers(peers) => match &peers.hosts {
                    Hosts::Name(name) => {
                        set.names.entry(name.clone()).or_default().push(index);
                        if set.exact.len() < LOOKED_UP {
                            set.exact.push(index);
                        }
                    }
                    Hosts::Subdomains(name) => {
                        set.subdomains.entry(name.clone()).or_default().push(index)
                    }
                    Hosts::Class(_) | Hosts::All => set.classes.push(index),
                    Hosts::Network(ranges) => {
                        for range in ranges {
                            networks
                                .entry((range.0, std::cmp::Reverse(range.1)))
                                .or_insert_with(Vec::new)
                                .push(index);
                        }
                    }
                },
            }
        }
        set.networks = Networks::new(networks.into_iter().map(|((first, last), rules)| Network {
            first,
            last: last.0,
            parent: None,
            rules,
        }));
        set.rules = rules;
        set
    }

    /// Whether one of them names everything.
    pub(super) fn has_any(&self) -> bool {
        self.any.is_some()
    }

    /// Whether any of them is one by name.
    pub(super) fn has_names(&self) -> bool {
        !self.names.is_empty() || !self.subdomains.is_empty()
    }

    fn text(&self, index: Index) -> &Arc<str> {
        &self.rules[index as usize].text
    }

    fn peers(&self, index: Index) -> Option<&Peers> {
        #[cfg(test)]
        LOOKED_AT.set(LOOKED_AT.get() + 1);
        match &self.rules[index as usize].subject {
            Subject::Peers(peers) => Some(peers),
            Subject::Capability(_) => None,
        }
    }

    /// The first rule that names `peer`, a network by one of `addresses`, and that `counts`.
    pub(super) fn first(
        &self,
        peer: &Peer<'_>,
        facts: &Facts,
        addresses: &[IpAddr],
        counts: impl Fn(&Peers) -> bool,
    ) -> Option<&Arc<str>> {
        if self.rules.is_empty() {
            return None;
        }
        let counts = |index: &Index| {
            self.peers(*index).is_some_and(|rule| {
                let in_class = match rule.hosts {
                    Hosts::Class(class) => class == facts.class,
                    _ => true,
                };
                in_class && rule.covers(peer.transport, peer.port) && counts(rule)
            })
        };
        let by_name = peer
            .name
            .and_then(|name| self.named(name).filter(|index| counts(index)).min());
        let by_class = self.classes.iter().copied().find(|index| counts(index));
        let by_network = addresses
            .iter()
            .flat_map(|&address| self.networks.around(ranges::number(address)))
            .filter(|index| counts(index))
            .min();
        [self.any, by_name, by_class, by_network]
            .into_iter()
            .flatten()
            .min()
            .map(|index| self.text(index))
    }

    /// The first rule that names `name` itself, or everything.
    pub(super) fn first_by_name(
        &self,
        name: &str,
        counts: impl Fn(&Peers) -> bool,
    ) -> Option<&Arc<str>> {
        let by_name = self
            .named(name)
            .filter(|index| self.peers(*index).is_some_and(&counts))
            .min();
        [self.any, by_name]
            .into_iter()
            .flatten()
            .min()
            .map(|index| self.text(index))
    }

    /// Rules for `name`: its own and those for the subdomains of each of its parents.
    fn named(&self, name: &str) -> impl Iterator<Item = Index> {
        let parents = name.match_indices('.').map(|(dot, _)| &name[dot + 1..]);
        let wildcards = parents.filter_map(|parent| self.subdomains.get(parent));
        self.names
            .get(name)
            .into_iter()
            .chain(wildcards)
            .flatten()
            .copied()
    }

    /// The first names of exact rules, each with the text of its rule.
    pub(super) fn exact_names(
        &self,
        transport: Transport,
        port: u16,
    ) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.exact.iter().filter_map(move |&index| {
            let rule = self.peers(index)?;
            let name = rule.hosts.name()?;
            rule.covers(transport, port)
                .then(|| (name, self.text(index)))
        })
    }

    /// The same names, whatever their rules cover.
    pub(super) fn all_exact_names(&self) -> impl Iterator<Item = &str> {
        let rules = self.exact.iter().filter_map(|&index| self.peers(index));
        rules.filter_map(|rule| rule.hosts.name())
    }

    /// The first rule for one of the capabilities, or for any.
    pub(super) fn first_capability(
        &self,
        names: impl Fn(&Capability) -> bool,
    ) -> Option<&Arc<str>> {
        let index =
            self.capabilities
                .iter()
                .find(|index| match &self.rules[**index as usize].subject {
                    Subject::Capability(Capability::Any) => true,
                    Subject::Capability(capability) => names(capability),
                    Subject::Peers(_) => false,
                })?;
        Some(self.text(*index))
    }
}

/// Networks, which are nested or disjoint, as a tree with the borders of its leaves sorted.
#[derive(Debug, Default)]
struct Networks {
    /// In the order of their first address, outer ones before inner ones.
    nodes: Vec<Network>,
    /// From this number on, the innermost network is this one, until the next row.
    borders: Vec<(u128, Option<usize>)>,
}

#[derive(Debug)]
struct Network {
    first: u128,
    last: u128,
    parent: Option<usize>,
    rules: Vec<Index>,
}

impl Networks {
    /// `nodes` must be sorted by first address, longer ones first.
    fn new(nodes: impl Iterator<Item = Network>) -> Self {
        let mut networks = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for node in nodes {
            networks.close(&mut open, |network| network.last < node.first);
            networks.border(node.first, Some(networks.nodes.len()));
            let parent = open.last().copied();
            open.push(networks.nodes.len());
            networks.nodes.push(Network { parent, ..node });
        }
        networks.close(&mut open, |_| true);
        networks
    }

    /// Ends the innermost of the `open` networks as long as they are `over`.
    fn close(&mut self, open: &mut Vec<usize>, over: impl Fn(&Network) -> bool) {
        while let Some(&innermost) = open.last()
            && over(&self.nodes[innermost])
        {
            open.pop();
            if let Some(next) = self.nodes[innermost].last.checked_add(1) {
                self.border(next, open.last().copied());
            }
        }
    }

    fn border(&mut self, number: u128, innermost: Option<usize>) {
        match self.borders.last_mut() {
            Some(last) if last.0 == number => last.1 = innermost,
            _ => self.borders.push((number, innermost)),
        }
    }

    /// The rules of all networks that hold `number`.
    fn around(&self, number: u128) -> impl Iterator<Item = Index> {
        let row = self
            .borders
            .partition_point(|border| {
                #[cfg(test)]
                LOOKED_AT.set(LOOKED_AT.get() + 1);
                border.0 <= number
            })
            .checked_sub(1);
        let innermost = row.and_then(|row| self.borders[row].1);
        let outward = std::iter::successors(innermost, |&node| self.nodes[node].parent);
        outward.flat_map(|node| self.nodes[node].rules.iter().copied())
    }
}
