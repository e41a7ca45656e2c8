//! An answer to a lookup: addresses, and for which families somebody answered. Not where it came from.

use super::error::LookupError;
use crate::core::address::judged;
use std::{net::IpAddr, ops::Deref, rc::Rc};

/// The answer to a lookup, good or bad.
pub(super) type Answer = Result<Addresses, LookupError>;

/// The addresses of a name, in the order to dial them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    list: Rc<[IpAddr]>,
    /// A family that nobody answered for may have more.
    answered: Families,
}

impl Addresses {
    pub(super) fn new(list: Rc<[IpAddr]>, answered: Families) -> Self {
        Self { list, answered }
    }

    /// For which families they are all that there are.
    #[must_use]
    pub fn answered(&self) -> Families {
        self.answered
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
        Self::new(addresses.into_iter().collect(), Families::BOTH)
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
