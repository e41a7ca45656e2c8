//! Calls of streams, in a PHP that has them as macros of functions with an underscore.

pub(super) use super::generated::{
    _php_stream_cast as php_stream_cast, _php_stream_free as php_stream_free,
    _php_stream_set_option as php_stream_set_option,
};
