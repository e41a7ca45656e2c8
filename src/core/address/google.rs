//! Google's published address lists: reading them and taking one from the other. Not the policy on
//! them.
//!
//! Google defines the addresses of its own services as `goog.json` minus `cloud.json`
//! (<https://support.google.com/a/answer/10026322>). `build.rs` uses this file too, for the
//! built-in list.

use super::ranges::{self, Range};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::Deserialize;

/// What a list in Google's schema holds. Other keys are ignored.
#[derive(Debug, Deserialize)]
pub struct List {
    /// When Google made the list, as it says itself.
    #[serde(default, rename = "creationTime")]
    pub created: Option<String>,
    prefixes: Vec<Prefix>,
}

#[derive(Debug, Deserialize)]
struct Prefix {
    #[serde(rename = "ipv4Prefix")]
    v4: Option<Ipv4Net>,
    #[serde(rename = "ipv6Prefix")]
    v6: Option<Ipv6Net>,
}

/// Why a list could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Not JSON, or not in Google's schema.
    #[error("is not in Google's schema: {0}")]
    Schema(#[from] serde_json::Error),
    /// A list without a prefix would open all of Google's ranges.
    #[error("holds no prefix")]
    Empty,
}

impl List {
    /// Reads a list in the schema of `goog.json` and `cloud.json`.
    ///
    /// # Errors
    /// [`ListError`] where `json` is in another form or names no prefix.
    pub fn parse(json: &str) -> Result<Self, ListError> {
        let list: Self = serde_json::from_str(json)?;
        if list.networks().next().is_none() {
            return Err(ListError::Empty);
        }
        Ok(list)
    }

    /// The networks, in the order of the list.
    pub fn networks(&self) -> impl Iterator<Item = IpNet> + '_ {
        self.prefixes
            .iter()
            .flat_map(|prefix| [prefix.v4.map(IpNet::V4), prefix.v6.map(IpNet::V6)])
            .flatten()
    }

    fn ranges(&self) -> Vec<Range> {
        ranges::join(self.networks().map(ranges::range).collect())
    }
}

/// The addresses of Google's own services: `all` without those of `customers`.
#[must_use]
pub fn services(all: &List, customers: Option<&List>) -> Vec<Range> {
    match customers {
        Some(customers) => ranges::subtract(&all.ranges(), &customers.ranges()),
        None => all.ranges(),
    }
}
