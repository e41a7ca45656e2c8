//! How ext/curl reports a refusal: a warning, or the reason of a transfer, kept until
//! `curl_error()` asks; and what a script set for a handle that libcurl does not tell. It does not
//! decide.
//!
//! libcurl asks from its callbacks, where a panic must be a refusal.

use super::patience::Patience;
use crate::{
    core::{curl::Guarded, guarded_cell::GuardedCell},
    php::{
        hook::function::{Answer, Call},
        state::refusal::{self, Failed},
        sys::{
            self,
            arguments::{self, Loose},
            curl::Handle,
            text::Text,
        },
    },
};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::{collections::VecDeque, fmt};

/// The most refused transfers that are kept: a script asks for the reason of its own soon after.
const KEPT: usize = 256;

sys::per_thread! {
    static TRANSFERS: GuardedCell<Transfers> = GuardedCell::new(Transfers::NONE);
}

struct Transfers {
    /// The reasons, the latest last.
    refused: VecDeque<(usize, String)>,
    /// The handles that ask a function of the script's about progress.
    progressing: FxHashSet<usize>,
    /// Those for which the script wants progress to be shown, where that was kept from libcurl.
    shown: FxHashSet<usize>,
    /// How long the script waits for a transfer, where it said so.
    patience: FxHashMap<usize, Patience>,
}

/// Forgets everything, at module start.
pub(in crate::php) fn start() {
    TRANSFERS.guarded(|transfers| *transfers = Transfers::NONE);
}

/// Keeps why the transfer of a handle was refused.
pub(super) fn keep(handle: Handle, reason: String) {
    let handle = handle as usize;
    TRANSFERS.guarded(|transfers| {
        transfers.forget(handle);
        if transfers.refused.len() == KEPT {
            transfers.refused.pop_front();
        }
        transfers.refused.push_back((handle, reason));
    });
}

/// Forgets that, at the start of another one.
pub(super) fn forget(handle: Handle) {
    TRANSFERS.guarded(|transfers| transfers.forget(handle as usize));
}

/// Forgets all about a handle, which is as new.
pub(super) fn forget_handle(handle: Handle) {
    let handle = handle as usize;
    TRANSFERS.guarded(|transfers| {
        transfers.forget(handle);
        transfers.progressing.remove(&handle);
        transfers.shown.remove(&handle);
        transfers.patience.remove(&handle);
    });
}

/// Says that `copy` is one of `original`, and has its functions.
pub(super) fn copy_handle(original: Handle, copy: Handle) {
    let (original, copy) = (original as usize, copy as usize);
    TRANSFERS.guarded(|transfers| {
        transfers.forget(copy);
        for set in [&mut transfers.progressing, &mut transfers.shown] {
            if set.contains(&original) {
                set.insert(copy);
            } else {
                set.remove(&copy);
            }
        }
        match transfers.patience.get(&original).copied() {
            Some(patience) => transfers.patience.insert(copy, patience),
            None => transfers.patience.remove(&copy),
        };
    });
}

/// Keeps a time-out that the script sets: one of [`patience::OPTIONS`](super::patience::OPTIONS).
pub(super) fn wait_no_longer(handle: Handle, option: i64, value: i64) {
    TRANSFERS.guarded(|transfers| {
        let patience = transfers.patience.entry(handle as usize).or_default();
        patience.set(option, value);
    });
}

/// How long the script waits for a transfer.
pub(super) fn patience(handle: Handle) -> Patience {
    let known = |transfers: &mut Transfers| transfers.patience.get(&(handle as usize)).copied();
    TRANSFERS.guarded(known).flatten().unwrap_or_default()
}

/// Lends why the transfer of a handle was refused, if it was.
pub(super) fn with_reason<R>(handle: Handle, action: impl FnOnce(&str) -> R) -> Option<R> {
    let of_handle = |(known, _): &&(usize, String)| *known == handle as usize;
    TRANSFERS
        .guarded(|transfers| {
            let kept = transfers.refused.iter().find(of_handle);
            kept.map(|(_, reason)| action(reason))
        })
        .flatten()
}

/// Leaves it to the script to be asked about progress of a handle.
pub(super) fn leave_progress(handle: Handle) {
    TRANSFERS.guarded(|transfers| transfers.progressing.insert(handle as usize));
}

/// Takes that back. Whether it was so.
pub(super) fn take_progress(handle: Handle) -> bool {
    TRANSFERS.guarded(|transfers| transfers.progressing.remove(&(handle as usize))) != Some(false)
}

/// Keeps whether the script wants progress of a handle to be shown (`CURLOPT_NOPROGRESS`).
pub(super) fn show_progress(handle: Handle, shown: bool) {
    let handle = handle as usize;
    TRANSFERS.guarded(|transfers| {
        if shown {
            transfers.shown.insert(handle);
        } else {
            transfers.shown.remove(&handle);
        }
    });
}

/// Whether it does.
pub(super) fn shows_progress(handle: Handle) -> bool {
    TRANSFERS.guarded(|transfers| transfers.shown.contains(&(handle as usize))) == Some(true)
}

/// Whether a function of the script's is asked about progress; true where that is not known.
pub(super) fn has_left_progress(handle: Handle) -> bool {
    TRANSFERS.guarded(|transfers| transfers.progressing.contains(&(handle as usize))) != Some(false)
}

impl Transfers {
    const NONE: Self = Self {
        refused: VecDeque::new(),
        progressing: FxHashSet::with_hasher(FxBuildHasher),
        shown: FxHashSet::with_hasher(FxBuildHasher),
        patience: FxHashMap::with_hasher(FxBuildHasher),
    };

    fn forget(&mut self, handle: usize) {
        self.refused.retain(|(known, _)| *known != handle);
    }
}

#[cold]
#[inline(never)]
pub(super) unsafe fn refuse_option(call: &Call, guarded: &Guarded, failed: Failed) -> Answer {
    // SAFETY: the caller calls this within a call of ext/curl.
    unsafe { refuse(call, &words(guarded), failed) }
}

fn words(guarded: &Guarded) -> Text<64> {
    Text::of(format_args!("Unable to set {}", guarded.name))
}

/// The warning of a refused option, as a value of the engine: other calls may come before it is given.
#[inline(never)]
pub(super) unsafe fn warning(guarded: &Guarded, failed: Failed) -> Loose {
    // SAFETY: the caller calls this within a call of ext/curl.
    unsafe {
        let text = text_of(failed);
        arguments::new_string(
            Text::<2048>::of(format_args!("{}: {text}", words(guarded))).as_bytes(),
        )
    }
}

/// Fails a call with a warning that was made before.
#[inline(never)]
pub(super) unsafe fn fail(call: &Call, warning: Loose) -> Answer {
    let text = Text::of(fmt::from_fn(|f| {
        let text = warning.zend_str().map_or(&b""[..], |text| text.as_bytes());
        f.write_str(str::from_utf8(text).unwrap_or_default())
    }));
    // SAFETY: as in `warning`; nothing in this frame has a destructor.
    unsafe {
        arguments::release(warning);
        sys::return_false(call.result);
        sys::warn(&text);
    }
    Answer::Done
}

fn text_of(failed: Failed) -> Text {
    match failed {
        Failed::Refused => refusal::take().text,
        Failed::System(errno) => Text::of(nix::errno::Errno::from_raw(errno).desc()),
    }
}

/// Fails a call with a warning.
#[cold]
#[inline(never)]
pub(super) unsafe fn refuse(call: &Call, words: &str, failed: Failed) -> Answer {
    // SAFETY: the caller calls this within a call of ext/curl; nothing in this frame has a destructor.
    unsafe {
        let text = text_of(failed);
        sys::return_false(call.result);
        sys::warn(&Text::of(format_args!("{words}: {text}")));
    }
    Answer::Done
}
