//! Classic BPF, as much of it as a filter of system calls needs: values of the call are compared, and a
//! path ends with an answer. What is asked and answered is said elsewhere.

use libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_JEQ, BPF_JGE, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_RET, BPF_W,
    sock_filter,
};

/// A piece of a program. Where none of its paths answers, what follows it goes on.
#[derive(Debug, Clone, Default)]
pub(super) struct Code(Vec<sock_filter>);

impl Code {
    /// The pieces, one after the other.
    pub(super) fn all(pieces: impl IntoIterator<Item = Self>) -> Self {
        Self(pieces.into_iter().flat_map(|piece| piece.0).collect())
    }

    /// Takes the 32 bits at `offset` of the kernel's description of the call (`struct seccomp_data`).
    pub(super) fn load(offset: u32) -> Self {
        Self::plain(BPF_LD | BPF_W | BPF_ABS, offset)
    }

    /// Keeps `bits` of what was taken.
    pub(super) fn mask(bits: u32) -> Self {
        Self::plain(BPF_ALU | BPF_AND | BPF_K, bits)
    }

    /// Ends with `answer` (`SECCOMP_RET_*`).
    pub(super) fn answer(answer: u32) -> Self {
        Self::plain(BPF_RET | BPF_K, answer)
    }

    /// `body` where what was taken is `value`.
    pub(super) fn when_equal(value: u32, body: Self) -> Self {
        body.under(BPF_JEQ, value)
    }

    /// `body` where what was taken is not `value`.
    pub(super) fn unless_equal(value: u32, body: Self) -> Self {
        let mut jump = instruction(BPF_JMP | BPF_JEQ | BPF_K, 0, value);
        jump.jt = body.reach();
        Self(std::iter::once(jump).chain(body.0).collect())
    }

    /// `body` where what was taken is `value` or more.
    pub(super) fn when_at_least(value: u32, body: Self) -> Self {
        body.under(BPF_JGE, value)
    }

    /// `body` where what was taken has one of `bits`.
    pub(super) fn when_any_bit(bits: u32, body: Self) -> Self {
        body.under(BPF_JSET, bits)
    }

    /// `body` where what was taken is one of `values`.
    pub(super) fn when_one_of(values: &[u32], body: &Self) -> Self {
        Self::all(
            values
                .iter()
                .map(|value| Self::when_equal(*value, body.clone())),
        )
    }

    /// The instructions.
    pub(super) fn into_instructions(self) -> Vec<sock_filter> {
        self.0
    }

    fn plain(code: u32, k: u32) -> Self {
        Self(vec![instruction(code, 0, k)])
    }

    /// Jumps over this piece, unless the comparison holds.
    fn under(self, comparison: u32, k: u32) -> Self {
        let jump = instruction(BPF_JMP | comparison | BPF_K, self.reach(), k);
        Self(std::iter::once(jump).chain(self.0).collect())
    }

    /// How far a jump over this piece goes.
    fn reach(&self) -> u8 {
        u8::try_from(self.0.len()).expect("a jump reaches 255 instructions")
    }
}

/// An instruction; a comparison that does not hold jumps over the next `otherwise`.
fn instruction(code: u32, otherwise: u8, k: u32) -> sock_filter {
    sock_filter {
        code: code as u16,
        jt: 0,
        jf: otherwise,
        k,
    }
}
