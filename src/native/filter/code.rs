//! Classic BPF, as much of it as a filter of system calls needs: values of the call are compared, and a
//! path ends with an answer. What is asked and answered is said elsewhere.

use libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_JEQ, BPF_JGE, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_RET, BPF_W,
    sock_filter,
};

/// Room for the longest program: one that outgrew its place would leave pages behind in the process.
const ROOM: usize = 512;

/// A program, written from its beginning to its end. What has answered nothing yet goes on with what is written next.
#[derive(Debug)]
pub(super) struct Code(Vec<sock_filter>);

impl Code {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(ROOM))
    }

    /// Takes the 32 bits at `offset` of the kernel's description of the call (`struct seccomp_data`).
    pub(super) fn load(&mut self, offset: u32) {
        self.push(BPF_LD | BPF_W | BPF_ABS, offset);
    }

    /// Keeps `bits` of what was taken.
    pub(super) fn mask(&mut self, bits: u32) {
        self.push(BPF_ALU | BPF_AND | BPF_K, bits);
    }

    /// Ends with `answer` (`SECCOMP_RET_*`).
    pub(super) fn answer(&mut self, answer: u32) {
        self.push(BPF_RET | BPF_K, answer);
    }

    /// `body` where what was taken is `value`.
    pub(super) fn when_equal(&mut self, value: u32, body: impl FnOnce(&mut Self)) {
        self.when(BPF_JEQ, value, body);
    }

    /// `body` where what was taken is not `value`.
    pub(super) fn unless_equal(&mut self, value: u32, body: impl FnOnce(&mut Self)) {
        let (jump, reach) = self.jump(BPF_JEQ, value, body);
        jump.jt = reach;
    }

    /// `body` where what was taken is `value` or more.
    pub(super) fn when_at_least(&mut self, value: u32, body: impl FnOnce(&mut Self)) {
        self.when(BPF_JGE, value, body);
    }

    /// `body` where what was taken has one of `bits`.
    pub(super) fn when_any_bit(&mut self, bits: u32, body: impl FnOnce(&mut Self)) {
        self.when(BPF_JSET, bits, body);
    }

    /// `body` where what was taken is one of `values`.
    pub(super) fn when_one_of(
        &mut self,
        values: impl IntoIterator<Item = u32>,
        body: impl Fn(&mut Self),
    ) {
        for value in values {
            self.when_equal(value, &body);
        }
    }

    /// The instructions.
    pub(super) fn into_instructions(self) -> Vec<sock_filter> {
        self.0
    }

    /// `body`, which is jumped over unless the comparison holds.
    fn when(&mut self, comparison: u32, k: u32, body: impl FnOnce(&mut Self)) {
        let (jump, reach) = self.jump(comparison, k, body);
        jump.jf = reach;
    }

    /// A comparison before `body`, and how far it is to the end of that.
    fn jump(
        &mut self,
        comparison: u32,
        k: u32,
        body: impl FnOnce(&mut Self),
    ) -> (&mut sock_filter, u8) {
        let at = self.0.len();
        self.push(BPF_JMP | comparison | BPF_K, k);
        body(self);
        let reach = self.0.len() - at - 1;
        let reach = u8::try_from(reach).expect("a jump reaches 255 instructions");
        (&mut self.0[at], reach)
    }

    fn push(&mut self, code: u32, k: u32) {
        self.0.push(sock_filter {
            code: code as u16,
            jt: 0,
            jf: 0,
            k,
        });
    }
}
