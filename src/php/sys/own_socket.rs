//! The classes `Socket` and `AddressInfo` where aesock brings them itself: objects with the layout that
//! ext/sockets gives a `Socket`, so that whoever knows the one knows the other. No policy.

use super::{
    declare::register_class,
    generated::{
        AESOCK_CLASS_HANDLERS, aesock_socket, object_init_ex, zend_objects_not_comparable,
    },
    socket::Socket,
    text::Text,
    zval,
};
use ext_php_rs::ffi::{
    HashTable, IS_UNDEF, ext_php_rs_zend_object_alloc, object_properties_init, std_object_handlers,
    zend_class_entry, zend_function, zend_object, zend_object_handlers, zend_object_std_dtor,
    zend_object_std_init, zend_std_get_properties, zval_ptr_dtor,
};
use std::{
    ffi::{c_int, c_void},
    mem,
    os::fd::{FromRawFd, OwnedFd},
    ptr::{self, NonNull},
    sync::atomic::{AtomicPtr, Ordering},
};

/// A class and the handlers of its objects.
struct Class {
    entry: AtomicPtr<zend_class_entry>,
    handlers: AtomicPtr<zend_object_handlers>,
}

static SOCKET: Class = Class::new();
static ADDRESS_INFO: Class = Class::new();

impl Class {
    const fn new() -> Self {
        Self {
            entry: AtomicPtr::new(ptr::null_mut()),
            handlers: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn entry(&self) -> *mut zend_class_entry {
        self.entry.load(Ordering::Relaxed)
    }

    /// Sets the class. From PHP 8.3 on it names the handlers of its objects, by which they are known before there is one.
    ///
    /// # Safety
    /// The class lives as long as the process, and has its handlers here.
    unsafe fn set_entry(&self, entry: *mut zend_class_entry) {
        if AESOCK_CLASS_HANDLERS != 0 && !entry.is_null() {
            // SAFETY: the caller's contract; the engine's headers say where they are named.
            unsafe {
                entry
                    .byte_add(AESOCK_CLASS_HANDLERS)
                    .cast::<*const zend_object_handlers>()
                    .write(self.handlers());
            }
        }
        self.entry.store(entry, Ordering::Relaxed);
    }

    fn handlers(&self) -> *const zend_object_handlers {
        self.handlers.load(Ordering::Relaxed)
    }
}

/// Registers both classes.
///
/// # Safety
/// Their module starts.
pub(in crate::php) unsafe fn register_classes() {
    // SAFETY: the caller's contract; the handlers are kept for good, as objects may have them until the process ends.
    unsafe {
        let mut handlers = std_object_handlers;
        handlers.clone_obj = None;
        handlers.compare = Some(zend_objects_not_comparable);
        let address_info = zend_object_handlers {
            offset: mem::offset_of!(AddressInfoObject, std) as _,
            free_obj: Some(free_address_info),
            get_constructor: Some(no_address_info_constructor),
            ..handlers
        };
        let socket = zend_object_handlers {
            offset: mem::offset_of!(aesock_socket, std) as _,
            free_obj: Some(free_socket),
            get_constructor: Some(no_socket_constructor),
            get_gc: Some(references_of_socket),
            ..handlers
        };
        for (class, handlers) in [(&SOCKET, socket), (&ADDRESS_INFO, address_info)] {
            let kept = Box::into_raw(Box::new(handlers));
            class.handlers.store(kept, Ordering::Relaxed);
        }
        let entry = register_class(c"Socket", create_socket);
        SOCKET.set_entry(entry);
        let entry = register_class(c"AddressInfo", create_address_info);
        ADDRESS_INFO.set_entry(entry);
    }
}

/// The class `Socket`; null where aesock does not bring it.
pub(in crate::php) fn socket_class() -> *mut zend_class_entry {
    SOCKET.entry()
}

/// The class `AddressInfo`, likewise.
pub(in crate::php) fn address_info_class() -> *mut zend_class_entry {
    ADDRESS_INFO.entry()
}

unsafe extern "C" fn create_socket(class: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: the engine makes an object of this class; the memory is as long as both parts.
    unsafe {
        let memory = ext_php_rs_zend_object_alloc(size_of::<aesock_socket>(), class);
        let socket = memory.cast::<aesock_socket>();
        let object = &raw mut (*socket).std;
        zend_object_std_init(object, class);
        object_properties_init(object, class);
        (*object).handlers = SOCKET.handlers();
        (*socket).bsd_socket = -1;
        (*socket).type_ = libc::AF_UNSPEC;
        (*socket).error = 0;
        (*socket).blocking = 1;
        (*socket).zstream.u1.type_info = IS_UNDEF;
        object
    }
}

/// The socket of an object.
unsafe fn socket_of(object: *mut zend_object) -> *mut aesock_socket {
    // SAFETY: the object is one of the class, and is in a structure of that kind.
    unsafe { object.byte_sub(mem::offset_of!(aesock_socket, std)).cast() }
}

unsafe extern "C" fn free_socket(object: *mut zend_object) {
    // SAFETY: the engine frees an object of the class, once. A descriptor is the stream's where there is one.
    unsafe {
        let socket = socket_of(object);
        super::socket::forget(socket);
        if (*socket).zstream.u1.v.type_ != IS_UNDEF as u8 {
            zval_ptr_dtor(&raw mut (*socket).zstream);
        } else if (*socket).bsd_socket >= 0 {
            drop(OwnedFd::from_raw_fd((*socket).bsd_socket));
        }
        zend_object_std_dtor(object);
    }
}

unsafe extern "C" fn references_of_socket(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: the engine asks a live object of the class, and passes places for the answer.
    unsafe {
        *table = &raw mut (*socket_of(object)).zstream;
        *count = 1;
        zend_std_get_properties(object)
    }
}

unsafe extern "C" fn no_socket_constructor(_: *mut zend_object) -> *mut zend_function {
    let text = "Cannot directly construct Socket, use socket_create() instead";
    // SAFETY: the engine is about to make an object for a script.
    unsafe { super::throw(&Text::of(text)) };
    ptr::null_mut()
}

unsafe extern "C" fn no_address_info_constructor(_: *mut zend_object) -> *mut zend_function {
    let text = "Cannot directly construct AddressInfo, use socket_addrinfo_lookup() instead";
    // SAFETY: as above.
    unsafe { super::throw(&Text::of(text)) };
    ptr::null_mut()
}

impl Socket {
    /// Makes `place` a new `Socket` of our class, a closed one that waits.
    ///
    /// # Safety
    /// On a thread of PHP, within a request; the place holds nothing. It may bail out.
    pub(in crate::php) unsafe fn make_own(place: *mut zval) -> Option<Self> {
        // SAFETY: the caller's contract.
        unsafe {
            object_init_ex(place, SOCKET.entry());
            Self::own(&*place)
        }
    }

    /// The socket in a value, if it is one of our class, closed or not.
    ///
    /// # Safety
    /// The value is live, as long as the result.
    pub(in crate::php) unsafe fn own(value: &zval) -> Option<Self> {
        // SAFETY: the caller's contract; the class tells the structure.
        unsafe {
            let object = value.is_object().then_some(value.value.obj)?;
            if (*object).ce != SOCKET.entry() {
                return None;
            }
            NonNull::new(socket_of(object)).map(Self::of_own)
        }
    }

    /// The stream that it was made of, or that was made of it.
    ///
    /// # Safety
    /// The object lives as long as the result.
    pub(in crate::php) unsafe fn stream_value<'a>(self) -> Option<&'a mut zval> {
        // SAFETY: the caller's contract.
        unsafe {
            let value = &mut (*self.part()).zstream;
            (value.u1.v.type_ != IS_UNDEF as u8).then_some(value)
        }
    }

    /// Gives the socket its stream; the reference is the socket's then.
    ///
    /// # Safety
    /// The object lives, and has none.
    pub(in crate::php) unsafe fn set_stream_value(self, value: super::arguments::Loose) {
        // SAFETY: the caller's contract.
        unsafe { (&raw mut (*self.part()).zstream).write(mem::ManuallyDrop::into_inner(value)) };
    }

    /// Takes the stream from the socket.
    ///
    /// # Safety
    /// As [`Socket::stream_value`].
    pub(in crate::php) unsafe fn take_stream_value(self) -> Option<super::arguments::Loose> {
        // SAFETY: the caller's contract; nothing is left in its place.
        unsafe {
            let value = self.stream_value()?;
            let taken = mem::ManuallyDrop::new(ptr::read(value));
            value.u1.type_info = IS_UNDEF;
            Some(taken)
        }
    }
}

/// What getaddrinfo(3) found, in an object.
#[repr(C)]
struct AddressInfoObject {
    info: OwnAddressInfo,
    std: zend_object,
}

/// An element of the list that getaddrinfo(3) makes, in memory of its own.
#[repr(C)]
#[derive(Clone, Copy)]
pub(in crate::php) struct OwnAddressInfo {
    pub(in crate::php) flags: c_int,
    pub(in crate::php) family: c_int,
    pub(in crate::php) kind: c_int,
    pub(in crate::php) protocol: c_int,
    pub(in crate::php) length: libc::socklen_t,
    pub(in crate::php) address: libc::sockaddr_storage,
    /// A string, or undefined.
    name: zval_words,
}

/// A value without a destructor.
#[expect(non_camel_case_types, reason = "it stands for the engine's type")]
type zval_words = [u64; 2];

unsafe extern "C" fn create_address_info(class: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: as in `create_socket`; zeros are an element with an undefined name.
    unsafe {
        let memory: *mut c_void =
            ext_php_rs_zend_object_alloc(size_of::<AddressInfoObject>(), class);
        let info = memory.cast::<AddressInfoObject>();
        (&raw mut (*info).info).write_bytes(0, 1);
        let object = &raw mut (*info).std;
        zend_object_std_init(object, class);
        object_properties_init(object, class);
        (*object).handlers = ADDRESS_INFO.handlers();
        object
    }
}

unsafe fn info_of(object: *mut zend_object) -> *mut AddressInfoObject {
    // SAFETY: as in `socket_of`.
    unsafe {
        object
            .byte_sub(mem::offset_of!(AddressInfoObject, std))
            .cast()
    }
}

unsafe extern "C" fn free_address_info(object: *mut zend_object) {
    // SAFETY: the engine frees an object of the class, once.
    unsafe {
        let name = (&raw mut (*info_of(object)).info.name).cast::<zval>();
        zval_ptr_dtor(name);
        zend_object_std_dtor(object);
    }
}

impl OwnAddressInfo {
    /// Makes `place` a new `AddressInfo`, whose part is to be filled in.
    ///
    /// # Safety
    /// As [`Socket::make_own`].
    pub(in crate::php) unsafe fn make<'a>(place: *mut zval) -> &'a mut Self {
        // SAFETY: the caller's contract.
        unsafe {
            object_init_ex(place, ADDRESS_INFO.entry());
            &mut (*info_of((*place).value.obj)).info
        }
    }

    /// The part of an `AddressInfo`.
    ///
    /// # Safety
    /// The value is live, as long as the result, and one of our class.
    pub(in crate::php) unsafe fn of<'a>(value: &zval) -> &'a Self {
        // SAFETY: the caller's contract.
        unsafe { &(*info_of(value.value.obj)).info }
    }

    /// The canonical name; none where it was not asked for.
    pub(in crate::php) fn name(&self) -> Option<&[u8]> {
        // SAFETY: it is a string or undefined.
        let name = unsafe { &*(&raw const self.name).cast::<zval>() };
        name.zend_str().map(|name| name.as_bytes())
    }

    /// Gives it a name, which it has not.
    pub(in crate::php) fn set_name(&mut self, name: super::arguments::Loose) {
        // SAFETY: the place is as long as a value, and holds none.
        unsafe {
            (&raw mut self.name)
                .cast::<zval>()
                .write(mem::ManuallyDrop::into_inner(name));
        }
    }
}
