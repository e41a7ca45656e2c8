//! Whether a filter refuses anything by itself.

/// Whether the kernel refuses by itself what nobody could decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusals {
    /// It does.
    Made,
    /// It does not, where nothing is to be refused (audit mode).
    LeftOut,
}
