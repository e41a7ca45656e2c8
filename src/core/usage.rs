//! Stand-in until the shared mapping comes.
#![allow(missing_docs)]
use super::reason::Reason;
use std::sync::atomic::{AtomicU64, Ordering};
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    BytesSent,
    BytesReceived,
    Creates,
    Binds,
    Connects,
    Sends,
    Receives,
    DatagramsSent,
    DatagramsReceived,
    Lookups,
    Reclaims,
}
#[derive(Debug)]
pub struct Ledger;
#[derive(Debug, Clone, Copy)]
pub struct Account(&'static [AtomicU64; 11]);
impl Ledger {
    pub fn anonymous() -> Result<&'static Self, std::io::Error> {
        Ok(&Ledger)
    }
    pub fn account(&'static self, _application: &str) -> Account {
        Account(Box::leak(Box::new([const { AtomicU64::new(0) }; 11])))
    }
}
impl Account {
    #[inline]
    pub fn add(self, counter: Counter, n: u64) {
        self.0[counter as usize].fetch_add(n, Ordering::Relaxed);
    }
    pub fn get(self, counter: Counter) -> u64 {
        self.0[counter as usize].load(Ordering::Relaxed)
    }
    pub fn deny(self, _: Reason) {}
}
