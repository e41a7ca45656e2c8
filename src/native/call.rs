//! A call on its way from native code to libc: whether it is to be decided, and what becomes of it.

use super::{
    address::{Address, Unspecified},
    decide::{Answer, Caller, Operation, Question, decide},
    function::Function,
    grant,
    load::may_load,
    objects::{self, Belongs, Entry},
    thread::{self, Serves},
};
use crate::core::socket::tcp_info;
use std::{
    cell::{Cell, UnsafeCell},
    ffi::{CStr, c_char, c_int},
    fmt, mem,
    os::unix::ffi::OsStrExt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    ptr, slice,
};

/// The registers of a call's arguments.
type Arguments = [usize; 6];

thread_local! {
    /// Whether this thread has loaded something since it was looked for objects.
    static HAS_LOADED: Cell<bool> = const { Cell::new(false) };
    /// The address that a call has in place of its caller's: the real path of a Unix socket.
    static PLACE: UnsafeCell<libc::sockaddr_un> = const {
        UnsafeCell::new(libc::sockaddr_un { sun_family: 0, sun_path: [0; 108] })
    };
}

/// Decides on a call of the function at `index`, which returns to `caller`: where it goes on, or 0 where
/// it fails, with errno set.
///
/// # Safety
/// The stand-ins call this, with the arguments that they kept.
pub(super) unsafe extern "C" fn judge(
    arguments: *mut Arguments,
    caller: usize,
    index: usize,
) -> usize {
    let Some(function) = Function::at(index) else {
        return 0;
    };
    // SAFETY: the caller's contract.
    let arguments = unsafe { &mut *arguments };
    // SAFETY: errno is this thread's.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: as above.
    let before = unsafe { *errno };
    let looked = || look(function, arguments, caller);
    let (goes_on, after) = match catch_unwind(AssertUnwindSafe(looked)) {
        Ok(Ok(to)) => (to, before),
        Ok(Err(error)) => (0, error),
        Err(_) => (0, libc::EACCES),
    };
    // SAFETY: as above.
    unsafe { *errno = after };
    goes_on
}

/// Where a call goes on.
///
/// # Errors
/// The number of the error with which it fails.
fn look(function: Function, arguments: &mut Arguments, caller: usize) -> Result<usize, c_int> {
    if objects::some_led_elsewhere() {
        let entry = objects::at(caller);
        let to = entry.and_then(|entry| entry.other(function));
        ask(function, arguments, entry).inspect_err(|error| tell_own_libc(entry, *error))?;
        return Ok(to.unwrap_or_else(|| function.own()));
    }
    let decided = if is_of_interest(function, arguments) {
        ask(function, arguments, objects::at(caller))?
    } else if function == Function::SendMsg {
        // Without an address it goes where the socket is connected.
        Decided::Already
    } else {
        Decided::Not
    };
    Ok(match decided {
        Decided::Already => function.passing(),
        Decided::Not => function.own(),
    })
}

/// Sets errno of the caller's own C library, where it has one.
fn tell_own_libc(caller: Option<&Entry>, error: c_int) {
    if let Some(location) = caller.and_then(Entry::errno) {
        // SAFETY: that is a function of this type, of a library that the caller has loaded; it tells where
        // this thread's errno is.
        unsafe {
            let location = mem::transmute::<usize, unsafe extern "C" fn() -> *mut c_int>(location);
            *location() = error;
        }
    }
}

/// Whether a filter of system calls need not ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decided {
    Already,
    Not,
}

/// Whether there is anything to decide or to do: most calls have no address.
fn is_of_interest(function: Function, arguments: &Arguments) -> bool {
    match function {
        Function::SendTo => arguments[4] != 0,
        // SAFETY: the caller of sendmsg(2) has a message there.
        Function::SendMsg => unsafe {
            (arguments[1] as *const libc::msghdr)
                .as_ref()
                .is_some_and(|message| !message.msg_name.is_null())
        },
        Function::DlSym => HAS_LOADED.try_with(Cell::get).unwrap_or(false),
        _ => true,
    }
}

fn ask(
    function: Function,
    arguments: &mut Arguments,
    caller: Option<&'static Entry>,
) -> Result<Decided, c_int> {
    if !objects::are_looked_at() || !is_of_interest(function, arguments) {
        return Ok(Decided::Not);
    }
    match function {
        // What is loaded now is looked for when it is used.
        Function::DlOpen => load(&mut arguments[0], caller),
        #[cfg(target_env = "gnu")]
        Function::DlMopen => load(&mut arguments[1], caller),
        Function::DlSym => {
            set_has_loaded(false);
            objects::look_again();
        }
        _ if is_to_be_judged(caller) => {
            return judge_call(function, arguments, caller).map(|()| Decided::Already);
        }
        _ => {}
    }
    Ok(Decided::Not)
}

/// A library loads the file that `name` points to, or is led to one that is not there.
fn load(name: &mut usize, caller: Option<&'static Entry>) {
    const NOWHERE: &CStr = c"/dev/null/not loaded";
    set_has_loaded(true);
    let object = caller.map_or("", Entry::name);
    let is_told =
        caller.is_some_and(|caller| caller.belongs() == Belongs::Door) || object.starts_with("ffi");
    if *name == 0 || is_told || thread::serves() != Serves::ARequest {
        return;
    }
    // SAFETY: the caller of dlopen(3) has a C string there.
    let path = unsafe { CStr::from_ptr(*name as *const c_char) }.to_bytes();
    if thread::with_room(|| may_load(path, object)) != Some(true) {
        *name = NOWHERE.as_ptr() as usize;
    }
}

fn set_has_loaded(has_loaded: bool) {
    let _ = HAS_LOADED.try_with(|kept| kept.set(has_loaded));
}

/// Whether what is called is PHP's doing, and not the server's own.
fn is_to_be_judged(caller: Option<&Entry>) -> bool {
    match (thread::serves(), caller.map(Entry::belongs)) {
        (Serves::ARequest, _) => true,
        (Serves::NoRequest, _) => false,
        (Serves::NotPhp, Some(Belongs::Shared | Belongs::Door)) => false,
        (Serves::NotPhp, Some(Belongs::Php) | None) => true,
    }
}

fn judge_call(
    function: Function,
    arguments: &mut Arguments,
    caller: Option<&'static Entry>,
) -> Result<(), c_int> {
    let socket = arguments[0] as c_int;
    let (operation, address_at) = match function {
        Function::Connect => (Operation::Connect, 1),
        Function::Bind => (Operation::Bind, 1),
        Function::SendTo => (Operation::Send, 4),
        Function::Listen => return judge_one(Operation::Listen, socket, &[], caller).map(drop),
        Function::SendMsg => {
            // SAFETY: the caller of sendmsg(2) has a message there.
            let message = unsafe { &*(arguments[1] as *const libc::msghdr) };
            // SAFETY: as above.
            let address = unsafe { bytes(message.msg_name as usize, message.msg_namelen as usize) };
            return judge_one(Operation::Send, socket, address, caller).map(drop);
        }
        Function::SendMmsg => return judge_all(socket, arguments, caller),
        _ => return Ok(()),
    };
    // SAFETY: the caller has an address there.
    let address = unsafe { bytes(arguments[address_at], arguments[address_at + 1]) };
    if let Some(path) = judge_one(operation, socket, address, caller)? {
        (arguments[address_at], arguments[address_at + 1]) = place(&path)?;
    }
    Ok(())
}

/// Judges messages up to the first that is refused, which the next call will begin with.
fn judge_all(
    socket: c_int,
    arguments: &mut Arguments,
    caller: Option<&'static Entry>,
) -> Result<(), c_int> {
    let count = (arguments[2] as u32 as usize).min(libc::UIO_MAXIOV as usize);
    if arguments[1] == 0 {
        return Ok(());
    }
    // SAFETY: the caller of sendmmsg(2) has that many messages there.
    let messages = unsafe { slice::from_raw_parts(arguments[1] as *const libc::mmsghdr, count) };
    for (index, message) in messages.iter().enumerate() {
        let header = &message.msg_hdr;
        if header.msg_name.is_null() {
            continue;
        }
        // SAFETY: as above.
        let address = unsafe { bytes(header.msg_name as usize, header.msg_namelen as usize) };
        match judge_one(Operation::Send, socket, address, caller) {
            Ok(_) => {}
            Err(_) if index > 0 => {
                arguments[2] = index;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Judges one call. The path that it is to have in place of its own, if there is one.
fn judge_one(
    operation: Operation,
    socket: c_int,
    address: &[u8],
    entry: Option<&'static Entry>,
) -> Result<Option<Box<Path>>, c_int> {
    let of_door = entry.is_some_and(|entry| entry.belongs() == Belongs::Door);
    if grant::covers(operation, socket, address, of_door) {
        return Ok(None);
    }
    let operation = match operation {
        Operation::Connect if tcp_info::is_under_way(socket) => Operation::GoOn,
        operation => operation,
    };
    let object = entry.map_or("", Entry::name);
    let via = fmt::from_fn(|f| {
        f.write_str(if object.is_empty() { "-" } else { object })?;
        thread::write_function(f)
    });
    let caller = if of_door {
        Caller::Door
    } else {
        Caller::Object(object)
    };
    // Cancelled in the middle, a thread would leave by frames that nothing may leave by.
    let _uncancelled = Uncancelled::begin();
    let question = Question {
        operation,
        socket,
        address,
        caller,
        via: &via,
    };
    match thread::with_room(|| decide(&question)) {
        Some(Answer::Allow) => {
            if operation == Operation::Connect
                && let Address::Internet(peer) = Address::read(address, Unspecified::Nothing)
            {
                thread::with_room(|| thread::connects(socket, peer));
            }
            Ok(None)
        }
        Some(Answer::AllowAt(found)) => Ok(Some(found.keep().into_boxed_path())),
        Some(Answer::Refuse(error)) => Err(error),
        None => Err(libc::EACCES),
    }
}

/// While this is there, the thread is not cancelled.
struct Uncancelled(c_int);

unsafe extern "C" {
    fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
}

impl Uncancelled {
    fn begin() -> Self {
        const PTHREAD_CANCEL_DISABLE: c_int = 1;
        let mut before = 0;
        // SAFETY: a number, and a place for one.
        unsafe { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &raw mut before) };
        Self(before)
    }
}

impl Drop for Uncancelled {
    fn drop(&mut self) {
        // SAFETY: as in `begin`.
        unsafe { pthread_setcancelstate(self.0, ptr::null_mut()) };
    }
}

/// Bytes of the caller's.
///
/// # Safety
/// `at` is 0 or has as many, for as long as they are used.
unsafe fn bytes<'a>(at: usize, length: usize) -> &'a [u8] {
    // The kernel takes no longer addresses.
    let length = (length as u32 as usize).min(size_of::<libc::sockaddr_storage>());
    if at == 0 {
        return &[];
    }
    // SAFETY: the caller's contract.
    unsafe { slice::from_raw_parts(at as *const u8, length) }
}

/// Writes the address of a Unix socket where it stays until the next, and gives it as two arguments.
fn place(path: &Path) -> Result<(usize, usize), c_int> {
    let path = path.as_os_str().as_bytes();
    let write = |place: &UnsafeCell<libc::sockaddr_un>| {
        let place = place.get();
        // SAFETY: the place is this thread's, and no reference to it is kept.
        unsafe {
            let room = &raw mut (*place).sun_path;
            if path.len() >= size_of_val(&*room) {
                return Err(libc::ENAMETOOLONG);
            }
            (*place).sun_family = libc::AF_UNIX as libc::sa_family_t;
            ptr::copy_nonoverlapping(path.as_ptr(), room.cast(), path.len());
            (*room)[path.len()] = 0;
            let length = mem::offset_of!(libc::sockaddr_un, sun_path) + path.len() + 1;
            Ok((place as usize, length))
        }
    };
    PLACE.try_with(write).unwrap_or(Err(libc::EACCES))
}
