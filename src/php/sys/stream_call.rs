//! Calls of streams, in a PHP that has them as functions.

pub(super) use super::generated::{php_stream_cast, php_stream_free, php_stream_set_option};
