//! What the host tells whoever asks: the time, the forks of this process, where it looks from, the states
//! and owners of files; and a descriptor to look with. Nothing of the network, and nothing is decided.

pub mod clock;
pub mod date;
pub mod file_version;
pub mod fork;
pub mod origin;
pub mod secure_path;
pub mod spare;
