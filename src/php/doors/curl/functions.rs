//! The table of the hooked functions of ext/curl. What they check is in the files of their topics.

use super::{
    handle::{copy, make, reset},
    option::{set_multi_option, set_option, set_options},
    share::make_persistent,
    transfer::{add_handle, close_multi, error, exec, go_on, remove_handle},
};
use crate::php::hook::function::{functions, unchecked};

functions! {
    curl_close = unchecked, Null;
    curl_copy_handle = copy, False;
    curl_errno = unchecked, Zero;
    curl_error = error, EmptyString;
    curl_escape = unchecked, False;
    curl_exec = exec, False;
    curl_getinfo = unchecked, False;
    curl_init = make, False;
    curl_multi_add_handle = add_handle, Zero;
    curl_multi_close = close_multi, Null;
    curl_multi_errno = unchecked, Zero;
    curl_multi_exec = go_on, Zero;
    curl_multi_get_handles = unchecked, EmptyArray;
    curl_multi_getcontent = unchecked, Null;
    curl_multi_info_read = unchecked, False;
    curl_multi_remove_handle = remove_handle, Zero;
    curl_multi_select = unchecked, Zero;
    curl_multi_setopt = set_multi_option, False;
    curl_multi_strerror = unchecked, Null;
    curl_pause = go_on, Zero;
    curl_reset = reset, Null;
    curl_setopt = set_option, False;
    curl_setopt_array = set_options, False;
    curl_share_close = unchecked, Null;
    curl_share_errno = unchecked, Zero;
    curl_share_init_persistent = make_persistent, ByTransport;
    curl_share_setopt = unchecked, False;
    curl_share_strerror = unchecked, Null;
    curl_strerror = unchecked, Null;
    curl_unescape = unchecked, False;
    curl_upkeep = go_on, False;
    curl_version = unchecked, False;
}
