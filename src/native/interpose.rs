//! Puts what looks at calls into the slots of loaded objects, and takes it out again. Which objects are
//! PHP's is decided here; what becomes of a call is not.

use super::{
    elf::{self, Object},
    function::Function,
    objects::{self, Belongs, Entry},
    stand_in::stand_in,
    thread,
};
use crate::core::host::fork;
use std::{
    ffi::{CString, c_void},
    iter,
    ops::Range,
    ptr,
    sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering},
};

/// Where PHP is among the loaded objects, as addresses in them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Php {
    /// Of the engine.
    pub engine: usize,
    /// Of the extensions that have a door of their own.
    pub doors: Vec<usize>,
    /// Of all extensions.
    pub extensions: Vec<usize>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The calls of this many objects are looked at.
    Enforced {
        /// How many.
        objects: usize,
        /// Of how many more they could not be.
        left_out: usize,
    },
    /// Nothing was to be done.
    Off,
}

/// Where PHP is now.
static PHP: AtomicPtr<Place> = AtomicPtr::new(ptr::null_mut());

/// Where PHP ever was, the latest place first. They stay, since another thread may be reading one, and extensions that
/// come and go have few.
static PLACES: AtomicPtr<Place> = AtomicPtr::new(ptr::null_mut());

struct Place {
    php: Php,
    before: Option<&'static Place>,
}

/// What the server had when PHP started, since it was told first.
static SERVER: AtomicPtr<Server> = AtomicPtr::new(ptr::null_mut());

/// How often the loader had loaded and unloaded something when its objects were looked at.
static LOADED: AtomicU64 = AtomicU64::new(0);
static UNLOADED: AtomicU64 = AtomicU64::new(0);

/// The generation of the process of which a thread looks at the objects, and 1; 0 where none does. A fork
/// may leave one behind that will never be done.
static LOOKING: AtomicU32 = AtomicU32::new(0);

/// The objects whose slots were left as they are, since there was no room or no way.
static LEFT_OUT: AtomicUsize = AtomicUsize::new(0);

/// Has the calls of PHP's objects looked at from now on.
pub fn install(php: Php) {
    if self::php() != Some(&php) {
        PHP.store(place(php), Ordering::Release);
        LOADED.store(0, Ordering::Relaxed);
    }
    objects::look_again_by(look_again);
    objects::set_looked_at(true);
    look_again();
}

fn php() -> Option<&'static Php> {
    // SAFETY: what was put there stays.
    unsafe { PHP.load(Ordering::Acquire).as_ref() }.map(|place| &place.php)
}

/// The place of that, a known one where it was there before.
fn place(php: Php) -> *mut Place {
    // SAFETY: what was put there stays.
    let latest: Option<&'static Place> = unsafe { PLACES.load(Ordering::Acquire).as_ref() };
    let known = iter::successors(latest, |place| place.before).find(|place| place.php == php);
    if let Some(known) = known {
        return ptr::from_ref(known).cast_mut();
    }
    let before = latest;
    let place = Box::into_raw(Box::new(Place { php, before }));
    PLACES.store(place, Ordering::Release);
    place
}

/// Looks at the objects again, if something was loaded or unloaded since.
pub fn look_again() {
    if is_on()
        && elf::loads()
            != (
                LOADED.load(Ordering::Relaxed),
                UNLOADED.load(Ordering::Relaxed),
            )
    {
        walk();
    }
}

/// Takes out of the slots what is still ours, where PHP ends before the program does; calls are looked at no
/// longer. A program that is PHP ends with it: what libraries do until then is still the scripts' doing.
pub fn uninstall() {
    if Server::is_php() {
        thread::leave_at_exit();
        return;
    }
    objects::set_looked_at(false);
    exclusively(|| {
        elf::each(|object| {
            let path = object.path.to_bytes();
            if let Some(entry) = objects::known(&object.place, path)
                && entry.slot().is_some()
            {
                restore(object, entry);
            }
        });
        objects::retain(|_| false);
        LOADED.store(0, Ordering::Relaxed);
        SERVER.store(ptr::null_mut(), Ordering::Release);
    });
}

/// Whether calls are looked at.
#[inline]
#[must_use]
pub fn is_on() -> bool {
    objects::are_looked_at()
}

/// What is in force.
#[must_use]
pub fn status() -> Status {
    if is_on() {
        Status::Enforced {
            objects: objects::count(),
            left_out: LEFT_OUT.load(Ordering::Relaxed),
        }
    } else {
        Status::Off
    }
}

/// Runs `action` unless another thread of this process runs one: that will see what there is to see.
fn exclusively(action: impl FnOnce()) {
    let ours = fork::generation() + 1;
    let before = LOOKING.load(Ordering::Relaxed);
    let is_free = before != ours
        && LOOKING
            .compare_exchange(before, ours, Ordering::Acquire, Ordering::Relaxed)
            .is_ok();
    if is_free {
        action();
        LOOKING.store(0, Ordering::Release);
    }
}

fn walk() {
    exclusively(|| {
        let Some(php) = php() else { return };
        let (loaded, unloaded) = elf::loads();
        let server = Server::when_php_started(php);
        let mut places = Vec::new();
        let mut is_complete = true;
        elf::each(|object| {
            places.push(object.place.clone());
            let belongs = if is_left_alone(object) {
                None
            } else {
                belongs(object, php, server)
            };
            if let Some(belongs) = belongs {
                is_complete &= put_in(object, belongs);
            }
        });
        objects::retain(|place| places.contains(place));
        if is_complete {
            LOADED.store(loaded, Ordering::Relaxed);
            UNLOADED.store(unloaded, Ordering::Relaxed);
        }
    });
}

/// What is libc's or the loader's, whose calls among themselves are their own, and what looks at calls
/// itself.
const LEFT_ALONE: &[&[u8]] = &[
    b"libc.so",
    b"libc.musl",
    b"ld-",
    b"libanl.so",
    b"libdl.so",
    b"libpthread.so",
    b"libresolv.so",
    b"linux-vdso",
    b"linux-gate",
    b"libasan.so",
    b"liblsan.so",
    b"libtsan.so",
    b"libubsan.so",
    b"vgpreload_",
];

fn is_left_alone(object: &Object<'_>) -> bool {
    let file = object.file();
    let is_ours = object.place.contains(&(walk as *const () as usize));
    // What defines one of the functions stands before libc (`LD_PRELOAD`).
    let defines = || {
        let mut all = Function::ALL.iter().filter(|function| !function.resolves());
        all.any(|function| object.place.contains(&function.own()))
    };
    is_ours || LEFT_ALONE.iter().any(|name| file.starts_with(name)) || defines()
}

/// Whose an object is; `None` for what the server has for itself.
fn belongs(object: &Object<'_>, php: &Php, server: &Server) -> Option<Belongs> {
    let has = |address: &usize| object.place.contains(address);
    if has(&php.engine) || php.doors.iter().any(has) {
        return Some(Belongs::Door);
    }
    server.belongs(&object.place)
}

/// What a program is made of that has PHP as a part of it, as Apache has.
enum Server {
    /// The program is PHP.
    IsPhp,
    /// What PHP needs alone, and together with the server, when it started; what came later is PHP's too,
    /// on its threads.
    Has {
        of_php: Vec<Range<usize>>,
        of_server: Vec<Range<usize>>,
    },
}

/// An object with what it needs, as indexes of others.
struct Node {
    place: Range<usize>,
    needs: Vec<usize>,
}

impl Server {
    /// Whether the program is PHP, as far as objects were looked at.
    fn is_php() -> bool {
        // SAFETY: what was put there stays.
        let known = unsafe { SERVER.load(Ordering::Acquire).as_ref() };
        matches!(known, Some(Self::IsPhp))
    }

    fn when_php_started(php: &Php) -> &'static Self {
        let known = SERVER.load(Ordering::Acquire);
        // SAFETY: what was put there stays.
        if let Some(known) = unsafe { known.as_ref() } {
            return known;
        }
        let found = Box::leak(Box::new(Self::find(php)));
        SERVER.store(found, Ordering::Release);
        found
    }

    fn find(php: &Php) -> Self {
        let mut names: Vec<(Range<usize>, CString, Vec<CString>)> = Vec::new();
        let mut is_php = false;
        let mut is_first = true;
        elf::each(|object| {
            if is_first {
                is_php = object.place.contains(&php.engine);
                is_first = false;
            }
            if !is_php {
                let needs = object.needs().map(|name| name.to_owned()).collect();
                let file = CString::new(object.needed_name()).unwrap_or_default();
                names.push((object.place.clone(), file, needs));
            }
        });
        if is_php {
            return Self::IsPhp;
        }
        let index = |needed: &CString| names.iter().position(|(_, name, _)| name == needed);
        let nodes: Vec<Node> = names
            .iter()
            .map(|(place, _, needs)| Node {
                place: place.clone(),
                needs: needs.iter().filter_map(index).collect(),
            })
            .collect();
        let is_root = |node: &Node| {
            let mut roots = php.extensions.iter().chain([&php.engine]);
            roots.any(|root| node.place.contains(root))
        };
        let with_all_needed = |mut waiting: Vec<usize>| {
            let mut found = vec![false; nodes.len()];
            while let Some(index) = waiting.pop() {
                if !std::mem::replace(&mut found[index], true) {
                    waiting.extend(&nodes[index].needs);
                }
            }
            found
        };
        let all = 0..nodes.len();
        let needed_by_php = with_all_needed(all.clone().filter(|&i| is_root(&nodes[i])).collect());
        let needed_by_server =
            with_all_needed(all.clone().filter(|&i| !needed_by_php[i]).collect());
        let places = |needed: &[bool]| {
            all.clone()
                .filter(|&i| needed[i])
                .map(|i| nodes[i].place.clone())
                .collect()
        };
        Self::Has {
            of_php: places(&needed_by_php),
            of_server: places(&needed_by_server),
        }
    }

    fn belongs(&self, place: &Range<usize>) -> Option<Belongs> {
        match self {
            Self::IsPhp => Some(Belongs::Php),
            Self::Has { of_php, of_server } => {
                match (of_php.contains(place), of_server.contains(place)) {
                    (true, false) => Some(Belongs::Php),
                    // What came later may be either's.
                    (true, true) | (false, false) => Some(Belongs::Shared),
                    (false, true) => None,
                }
            }
        }
    }
}

/// Puts ours into the slots of an object. Whether that is done: not for one that is still being loaded.
fn put_in(object: &Object<'_>, belongs: Belongs) -> bool {
    let path = object.path.to_bytes();
    if let Some(entry) = objects::known(&object.place, path)
        && entry.belongs() == belongs
        && entry.slot().is_none_or(leads_to_us)
    {
        return true;
    }
    if !object.is_ready() {
        return false;
    }
    objects::retain(|place| *place != object.place);
    let Some(entry) = objects::add(&object.place, path, belongs) else {
        LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        return true;
    };
    let mut slots = object
        .slots()
        .filter_map(|slot| Some((slot.at, Function::named(slot.name)?)))
        .peekable();
    if slots.peek().is_none() {
        return true;
    }
    let pages = Unlocked::open(object.read_only());
    for (at, function) in slots {
        if pages.can_write(at as usize) {
            // SAFETY: a slot of a loaded object is a word, and writable now.
            lead_to_us(
                unsafe { AtomicUsize::from_ptr(at) },
                function,
                object,
                entry,
            );
            entry.set_slot(at as usize);
        } else {
            LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        }
    }
    true
}

/// Whether a slot leads to us: that of an object that was loaded again to where it was does not.
fn leads_to_us(slot: usize) -> bool {
    // SAFETY: the slot is a word of an object at the place and by the path of the one that had it.
    let word = unsafe { (slot as *const usize).read_volatile() };
    Function::ALL
        .iter()
        .any(|function| stand_in(*function) == word)
}

fn lead_to_us(slot: &AtomicUsize, function: Function, object: &Object<'_>, entry: &Entry) {
    let current = slot.load(Ordering::Acquire);
    let ours = stand_in(function);
    if object.is_apart() {
        lead_to_us_from_apart(slot, function, object, entry);
        return;
    }
    // One that leads into the object itself is not bound yet, and will be to what our own leads to.
    let led_elsewhere =
        ![0, ours, function.own()].contains(&current) && !object.place.contains(&current);
    if led_elsewhere {
        // Who else looks at names is asked as before.
        if function.resolves() {
            return;
        }
        entry.set_other(function, current);
    }
    slot.store(ours, Ordering::Release);
}

/// The same for an object that has a C library of its own, whose functions it goes on to. Names it has of
/// that library, too.
fn lead_to_us_from_apart(
    slot: &AtomicUsize,
    function: Function,
    object: &Object<'_>,
    entry: &Entry,
) {
    if let Some(its) = object.own_function(function.name())
        && !function.resolves()
    {
        entry.set_other(function, its);
        if let Some(errno) = object.own_function(c"__errno_location") {
            entry.set_errno(errno);
        }
        slot.store(stand_in(function), Ordering::Release);
    }
}

/// Gives the slots of an object back what they led to, where they still lead to ours.
fn restore(object: &Object<'_>, entry: &Entry) {
    let pages = Unlocked::open(object.read_only());
    for slot in object.slots() {
        let Some(function) = Function::named(slot.name) else {
            continue;
        };
        // SAFETY: as in `put_in`.
        let word = unsafe { AtomicUsize::from_ptr(slot.at) };
        if pages.can_write(slot.at as usize) {
            let before = entry.other(function).unwrap_or_else(|| function.own());
            let _ = word.compare_exchange(
                stand_in(function),
                before,
                Ordering::AcqRel,
                Ordering::Relaxed,
            );
        }
    }
}

/// Pages that the loader made read-only, writable for a while.
struct Unlocked {
    pages: Range<usize>,
    is_open: bool,
}

impl Unlocked {
    fn open(pages: Range<usize>) -> Self {
        let is_open = pages.is_empty() || protect(&pages, libc::PROT_READ | libc::PROT_WRITE);
        Self { pages, is_open }
    }

    fn can_write(&self, at: usize) -> bool {
        self.is_open || !self.pages.contains(&at)
    }
}

impl Drop for Unlocked {
    fn drop(&mut self) {
        if !self.pages.is_empty() && self.is_open {
            protect(&self.pages, libc::PROT_READ);
        }
    }
}

fn protect(pages: &Range<usize>, protection: i32) -> bool {
    // SAFETY: the pages are the object's own, which the loader treats as whole.
    unsafe { libc::mprotect(pages.start as *mut c_void, pages.len(), protection) == 0 }
}
