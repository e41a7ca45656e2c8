//! A policy as layers below take it.

use crate::cli::Otherwise;
use aesock::core::{address::GoogleRanges, policy::rules_file::Rules};
use std::net::IpAddr;

/// What is exported.
#[derive(Debug)]
pub struct Policy {
    /// Rules of both kinds.
    pub rules: Rules,
    /// What happens to public addresses that none names.
    pub otherwise: Otherwise,
    /// Which addresses are Google's own.
    pub google: GoogleRanges,
    /// Who resolves names.
    pub nameservers: Vec<IpAddr>,
    /// Who is held to it, where the layer knows users.
    pub users: Vec<String>,
}
