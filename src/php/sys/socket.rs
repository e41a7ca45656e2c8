//! The objects of ext/sockets. No policy.
//!
//! Nothing of ext/sockets is linked, since it may not be loaded: its class and its module are found
//! by their names. What its structures are, `wrapper.h` declares; a PHP that was built without it has
//! no headers of it, and may get it later.

use super::{
    arguments::class,
    generated::{AESOCK_CLASS_HANDLERS, aesock_socket, aesock_sockets_globals, object_init_ex},
    module::module,
    object::Handlers,
    thread_globals::globals,
    zval,
};
use crate::core::{
    guarded_cell::GuardedCell,
    socket::identity::{Found, Identity},
};
use ext_php_rs::ffi::{
    IS_RESOURCE, IS_UNDEF, zend_module_entry, zend_object, zend_object_handlers,
};
use std::{
    ffi::c_int,
    mem,
    os::fd::RawFd,
    ptr::{self, NonNull},
    sync::atomic::{AtomicPtr, Ordering},
};

/// The handlers of the class `Socket`, and ours, in which the end of an object is reported.
static HANDLERS: Handlers = Handlers::new();
/// Who is called.
static END: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

/// A socket whose descriptor is that of a stream which a stream of the script's told.
struct Borrowing {
    /// Where the object is.
    place: usize,
    /// What the descriptor led to then.
    identity: Identity,
}

super::per_thread! {
    static BORROWING: GuardedCell<Vec<Borrowing>> = GuardedCell::new(Vec::new());
}

/// Forgets the sockets of the last request.
pub(in crate::php) fn start_request() {
    BORROWING.plainly(Vec::clear);
}

/// Forgets an object that ends.
pub(super) fn forget(socket: *const aesock_socket) {
    BORROWING.plainly(|all| {
        if !all.is_empty() {
            all.retain(|borrowing| borrowing.place != socket.addr());
        }
    });
}

/// A `Socket`, borrowed from a value.
#[derive(Clone, Copy)]
pub(in crate::php) struct Socket(NonNull<aesock_socket>);

impl Socket {
    /// What is no descriptor, though not negative: the engine takes it for that of an open socket, and
    /// the kernel for none.
    pub(in crate::php) const NOWHERE: RawFd = RawFd::MAX;

    /// The socket in a value; none where the object of this ext/sockets is another than is declared here.
    /// One whose stream was closed gets a descriptor that leads nowhere: its own may be another's by now,
    /// and the engine would go on with it.
    ///
    /// # Safety
    /// A value that is an object is one of the class `Socket`, and lives as long as the result.
    pub(in crate::php) unsafe fn of(value: &zval) -> Option<Self> {
        // SAFETY: the caller's contract; the handlers of a class tell where its own part begins.
        unsafe {
            let object = value.is_object().then_some(value.value.obj)?;
            let offset = (*(*object).handlers).offset as isize;
            if offset != mem::offset_of!(aesock_socket, std) as isize {
                return None;
            }
            let socket = NonNull::new(object.byte_offset(-offset).cast()).map(Self)?;
            if socket.has_lost_its_stream() {
                socket.set_descriptor(Self::NOWHERE);
            }
            Some(socket)
        }
    }

    /// Whether the stream that owns the descriptor was closed.
    fn has_lost_its_stream(self) -> bool {
        const CLOSED: c_int = -1;
        // SAFETY: `of` has a live object, which holds the resource of its stream; that outlives the
        // stream.
        unsafe {
            let fields = self.0.as_ref();
            fields.zstream.u1.v.type_ == IS_RESOURCE as u8
                && fields.bsd_socket >= 0
                && ((*fields.zstream.value.res).type_ == CLOSED || self.has_lost_what_it_borrows())
        }
    }

    /// Whether the descriptor, which a stream of the script's told, leads elsewhere by now: the stream that owns it may be
    /// closed at any time, and this one know nothing of it.
    fn has_lost_what_it_borrows(self) -> bool {
        let borrowed = BORROWING.plainly(|all| {
            let mut all = all.iter();
            all.find(|borrowing| borrowing.place == self.place())
                .map(|borrowing| borrowing.identity)
        });
        // SAFETY: `of` has a live object.
        let descriptor = unsafe { self.0.as_ref() }.bsd_socket;
        match borrowed {
            Some(None) => false,
            Some(identity) => Found::at(descriptor).socket() != identity,
            None => true,
        }
    }

    /// Has the socket lead nowhere as soon as its descriptor is not that of the present socket any more.
    pub(in crate::php) fn borrow(self, descriptor: RawFd) {
        let place = self.place();
        if let Some(identity) = Found::at(descriptor).socket() {
            BORROWING.guarded(|all| {
                all.retain(|borrowing| borrowing.place != place);
                all.push(Borrowing { place, identity });
            });
        }
    }

    /// The socket in a value, if its end is reported. Quicker than to ask for its class.
    ///
    /// # Safety
    /// `value` is live, as long as the result.
    pub(in crate::php) unsafe fn adopted(value: &zval) -> Option<Self> {
        // SAFETY: the caller's contract; ours are the handlers of no other class.
        unsafe {
            let object = value.is_object().then_some(value.value.obj)?;
            let is_ours = ptr::eq((*object).handlers, HANDLERS.ours());
            is_ours.then(|| Self::of(value)).flatten()
        }
    }

    /// Has `end` called before the descriptor of this socket is closed with the object.
    pub(in crate::php) fn adopt(mut self, end: fn(RawFd)) {
        END.store(end as *mut (), Ordering::Relaxed);
        // SAFETY: `of` has a live object.
        let object = unsafe { &raw mut self.0.as_mut().std };
        // SAFETY: as above; its handlers are those of its class, or ours.
        unsafe {
            (*object).handlers =
                HANDLERS.replacing((*object).handlers, |ours| ours.free_obj = Some(free));
        }
    }

    /// Whether a stream owns the descriptor, instead of the object.
    pub(in crate::php) fn is_streams(self) -> bool {
        // SAFETY: `of` has a live object, whose stream is a value.
        unsafe { self.0.as_ref().zstream.u1.v.type_ != IS_UNDEF as u8 }
    }

    /// Makes `result` a new socket, a blocking one of `domain`, closed until it gets a descriptor.
    ///
    /// # Safety
    /// On a thread of PHP, within a request; `result` holds nothing. It may bail out.
    pub(in crate::php) unsafe fn make(result: *mut zval, domain: i64) -> Option<Self> {
        // SAFETY: the caller's contract; a new object of the class is initialised.
        unsafe {
            object_init_ex(result, class(c"socket"));
            let mut socket = Self::of(&*result)?;
            let fields = socket.0.as_mut();
            (fields.bsd_socket, fields.type_) = (-1, domain as c_int);
            (fields.error, fields.blocking) = (0, 1);
            Some(socket)
        }
    }

    /// The socket of an object of aesock's own class `Socket`, whichever descriptor it has.
    pub(super) fn of_own(socket: NonNull<aesock_socket>) -> Self {
        Self(socket)
    }

    /// The object's own part.
    pub(super) fn part(self) -> *mut aesock_socket {
        self.0.as_ptr()
    }

    /// Where the object is, which tells it from others that live.
    pub(in crate::php) fn place(self) -> usize {
        self.0.addr().get()
    }

    /// The descriptor; negative for a closed socket, and [`Self::NOWHERE`] where its stream was closed, which
    /// code of the script may do within a call.
    pub(in crate::php) fn descriptor(self) -> RawFd {
        if self.has_lost_its_stream() {
            return Self::NOWHERE;
        }
        // SAFETY: `of` has a live object.
        unsafe { self.0.as_ref() }.bsd_socket
    }

    /// Puts another descriptor in place of the present one.
    pub(in crate::php) fn set_descriptor(mut self, descriptor: RawFd) {
        // SAFETY: as above.
        unsafe { self.0.as_mut() }.bsd_socket = descriptor;
    }

    /// The domain that it was created with.
    pub(in crate::php) fn domain(self) -> i64 {
        // SAFETY: as above.
        unsafe { self.0.as_ref() }.type_.into()
    }

    /// Sets that.
    pub(in crate::php) fn set_domain(mut self, domain: c_int) {
        // SAFETY: as above.
        unsafe { self.0.as_mut() }.type_ = domain;
    }

    /// Whether the object takes itself for one that waits.
    pub(in crate::php) fn waits(self) -> bool {
        // SAFETY: as above.
        unsafe { self.0.as_ref() }.blocking != 0
    }

    /// Sets whether the object takes itself for one that waits, which a stream made of it does then.
    pub(in crate::php) fn set_waits(mut self, waits: bool) {
        // SAFETY: as above.
        unsafe { self.0.as_mut() }.blocking = waits.into();
    }

    /// What `socket_last_error($socket)` returns.
    pub(in crate::php) fn error(self) -> c_int {
        // SAFETY: as above.
        unsafe { self.0.as_ref() }.error
    }

    /// Sets that alone.
    pub(in crate::php) fn put_error(mut self, error: c_int) {
        // SAFETY: as above.
        unsafe { self.0.as_mut() }.error = error;
    }

    /// Sets that, and what `socket_last_error()` returns.
    pub(in crate::php) fn set_error(self, error: c_int) {
        self.put_error(error);
        set_last_error(error);
    }
}

/// The end of an object (`free_obj`).
unsafe extern "C" fn free(object: *mut zend_object) {
    // SAFETY: the engine frees a live object of the class `Socket`, once; `adopt` put `END` there,
    // and the handlers of the class live as long as it.
    unsafe {
        let original = HANDLERS.original();
        let offset = (*original).offset;
        let socket: *mut aesock_socket = object.byte_offset(-(offset as isize)).cast();
        forget(socket);
        if let Some(socket) = NonNull::new(socket).map(Socket)
            && !socket.is_streams()
            && socket.descriptor() >= 0
        {
            let end = std::mem::transmute::<*mut (), fn(RawFd)>(END.load(Ordering::Relaxed));
            end(socket.descriptor());
        }
        if let Some(free) = (*original).free_obj {
            free(object);
        }
    }
}

/// Sets what `socket_last_error()` returns.
pub(in crate::php) fn set_last_error(error: c_int) {
    if let Some(place) = place_of_last_error() {
        // SAFETY: the place is one of the module's globals.
        unsafe { place.write(error) };
    }
}

/// What `socket_last_error()` returns.
pub(in crate::php) fn last_error() -> c_int {
    // SAFETY: as in `set_last_error`.
    place_of_last_error().map_or(0, |place| unsafe { place.read() })
}

fn place_of_last_error() -> Option<*mut c_int> {
    // SAFETY: a module's globals live as long as it, and are those that are declared here.
    unsafe {
        let module = module(c"sockets").filter(|module| has_known_globals(*module))?;
        let globals = NonNull::new(globals(module).cast::<aesock_sockets_globals>())?;
        Some(&raw mut (*globals.as_ptr()).last_error)
    }
}

/// Whether ext/sockets, where it is loaded, has objects and globals as they are declared here. A class says
/// so from PHP 8.3 on, when its module has started; before, each object does.
pub(in crate::php) fn is_known() -> bool {
    // SAFETY: the registry has live entries, and the table of classes live classes.
    unsafe {
        module(c"sockets").is_none_or(|module| has_known_globals(module) && has_known_objects())
    }
}

unsafe fn has_known_globals(module: *mut zend_module_entry) -> bool {
    // SAFETY: the caller has a live entry.
    unsafe { (*module).globals_size == size_of::<aesock_sockets_globals>() }
}

unsafe fn has_known_objects() -> bool {
    let class = class(c"socket");
    if AESOCK_CLASS_HANDLERS == 0 || class.is_null() {
        return true;
    }
    // SAFETY: a live class, in which the engine's headers say where the handlers are named.
    unsafe {
        let handlers = class
            .byte_add(AESOCK_CLASS_HANDLERS)
            .cast::<*const zend_object_handlers>()
            .read();
        handlers
            .as_ref()
            .is_none_or(|handlers| handlers.offset as usize == mem::offset_of!(aesock_socket, std))
    }
}
