//! An answer to a lookup: addresses, and for which families somebody answered. Not where it came from.

use super::{
    error::LookupError,
    order::{Order, Ordered},
};
use crate::core::address::{interfaces::Interfaces, judged};
use std::{net::IpAddr, ops::Deref, rc::Rc};

/// The answer to a lookup, good or bad.
pub(super) type Answer = Result<Addresses, LookupError>;

/// How many addresses of one name are dialled at most.
const DIALLED: usize = 64;

/// The addresses of a name, in the order to dial them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    list: Rc<[IpAddr]>,
    /// Those behind the most that are dialled, if there are any: rules are about them too.
    rest: Option<Rc<[IpAddr]>>,
    /// For each of them where those begin that are as good; `None` where they were not put in order.
    ties: Option<Rc<[u8]>>,
    /// A family that nobody answered for may have more.
    answered: Families,
    /// The whole name that has them, where the search list made it of the one that was looked up.
    completed: Option<Rc<str>>,
}

impl Addresses {
    pub(super) fn new(addresses: &[IpAddr], answered: Families) -> Self {
        let (list, rest) = addresses.split_at(addresses.len().min(DIALLED));
        let list: Rc<[_]> = list.into();
        let ties = (list.len() < 2).then(|| Rc::from(&[0][..list.len()]));
        Self {
            list,
            rest: (!rest.is_empty()).then(|| rest.into()),
            ties,
            answered,
            completed: None,
        }
    }

    /// All of them, also those that are never dialled.
    pub fn all(&self) -> impl Iterator<Item = IpAddr> {
        let rest = self.rest.as_deref().unwrap_or_default();
        self.list.iter().chain(rest).copied()
    }

    /// The same as those of the name that the search list made, if it did.
    pub(super) fn of_completed(self, completed: Option<Rc<str>>) -> Self {
        Self { completed, ..self }
    }

    /// The whole name that has them, in lowercase and without a dot at the end, where the search list made
    /// it of the one that was looked up.
    #[must_use]
    pub fn completed(&self) -> Option<&str> {
        self.completed.as_deref()
    }

    /// For which families they are all that there are.
    #[must_use]
    pub fn answered(&self) -> Families {
        self.answered
    }

    /// Whether they were put in order.
    pub(super) fn are_in_order(&self) -> bool {
        self.ties.is_some()
    }

    /// The same by `order`; those that are as good take turns.
    pub(super) fn in_order(&self, order: &Order, interfaces: &mut Interfaces) -> Self {
        let Ordered { list, ties } = order.sort(&self.list, interfaces);
        Self {
            list,
            ties: Some(ties),
            ..self.clone()
        }
    }

    /// The same, and never in another order.
    pub(super) fn that_stay(self) -> Self {
        let ties = (0..self.list.len()).map(|place| place as u8);
        Self {
            ties: Some(ties.collect()),
            ..self
        }
    }

    /// The same where as many were used before as `turn` says: of those that are as good, the one whose
    /// turn it is comes first.
    pub(super) fn in_turn(&self, turn: usize) -> Self {
        let Some(ties) = self.ties.as_ref().filter(|_| turn > 0) else {
            return self.clone();
        };
        let mut list = self.list.to_vec();
        let mut rest = &mut list[..];
        for equals in ties.chunk_by(|one, other| one == other) {
            let (group, behind) = rest.split_at_mut(equals.len());
            group.rotate_left(turn % equals.len());
            rest = behind;
        }
        Self {
            list: list.into(),
            ..self.clone()
        }
    }
}

impl Deref for Addresses {
    type Target = [IpAddr];

    fn deref(&self) -> &[IpAddr] {
        &self.list
    }
}

impl FromIterator<IpAddr> for Addresses {
    fn from_iter<T: IntoIterator<Item = IpAddr>>(addresses: T) -> Self {
        let addresses: Vec<_> = addresses.into_iter().collect();
        Self::new(&addresses, Families::BOTH)
    }
}

/// A set of address families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Families(u8);

impl Families {
    /// A records.
    pub(super) const IPV4: Self = Self(1);
    /// AAAA records.
    pub(super) const IPV6: Self = Self(2);
    /// All records of addresses.
    pub(super) const BOTH: Self = Self(3);

    /// Those of `address`: its own, and that of the address that it carries.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let own = |address| match address {
            IpAddr::V4(_) => Self::IPV4,
            IpAddr::V6(_) => Self::IPV6,
        };
        own(address).and(own(judged(address)))
    }

    /// These and `others`.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether all of `others` are among these.
    #[must_use]
    pub fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_as_good_take_turns() {
        let list = ["2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3"];
        let addresses = Addresses {
            ties: Some([0, 1, 1, 1].into()),
            ..list.iter().map(|text| text.parse().unwrap()).collect()
        };
        let texts = |turn| -> Vec<String> {
            let list = addresses.in_turn(turn);
            list.iter().map(IpAddr::to_string).collect()
        };
        assert_eq!(texts(0), list);
        assert_eq!(
            texts(2),
            ["2001:db8::1", "192.0.2.3", "192.0.2.1", "192.0.2.2"]
        );
        assert_eq!(texts(3), list);
        assert_eq!(addresses.clone().that_stay().in_turn(1)[..], addresses[..]);
    }

    #[test]
    fn an_address_that_carries_another_one_is_of_both_families() {
        for (address, families) in [
            ("192.0.2.1", Families::IPV4),
            ("2001:db8::1", Families::IPV6),
            ("64:ff9b::192.0.2.1", Families::BOTH),
        ] {
            assert_eq!(Families::of(address.parse().unwrap()), families);
        }
        assert!(Families::BOTH.has(Families::IPV6));
        assert!(!Families::IPV4.has(Families::BOTH));
    }
}
