//! Arguments by reference: a value assigned to what they refer to. Not what the value is.

use super::{SUCCESS, arguments::Loose, generated::zend_try_assign_typed_ref, zval};
use ext_php_rs::ffi::zval_ptr_dtor;
use std::mem::{self, ManuallyDrop};

/// Assigns a value, which the reference's types may convert or refuse. Whether it is there.
///
/// # Safety
/// The argument is one of the call under way. It may run user code and bail out.
pub(in crate::php) unsafe fn assign(argument: &mut zval, mut value: Loose) -> bool {
    // SAFETY: the caller's contract; a reference has its value, and the sources of its types or none. The old
    // value is released last: that may run code of the script.
    unsafe {
        let Some(target) = argument.reference_mut() else {
            // The engine wraps what is passed otherwise.
            zval_ptr_dtor(&raw mut *value);
            return false;
        };
        let reference = argument_reference(target);
        if (*reference).sources.ptr.is_null() {
            let mut old = ManuallyDrop::new(mem::replace(target, ManuallyDrop::into_inner(value)));
            zval_ptr_dtor(&raw mut *old);
            return true;
        }
        // The engine releases it first, and a destructor would meet what is being destroyed: it is counted once more.
        let mut old = ManuallyDrop::new(target.shallow_clone());
        let is_there = zend_try_assign_typed_ref(reference, &raw mut *value) == SUCCESS;
        zval_ptr_dtor(&raw mut *old);
        is_there
    }
}

/// The reference whose value is `target`.
fn argument_reference(target: &mut zval) -> *mut ext_php_rs::ffi::_zend_reference {
    let offset = mem::offset_of!(ext_php_rs::ffi::_zend_reference, val);
    std::ptr::from_mut(target).wrapping_byte_sub(offset).cast()
}
