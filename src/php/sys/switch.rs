//! Switches in the engine's structures and parameters: numbers in older versions, `bool` in newer ones.
//! Not those that a script or a setting writes.

/// A switch as the engine takes it.
pub(in crate::php) fn switch<T: From<bool>>(on: bool) -> T {
    T::from(on)
}

/// Whether a switch of the engine's is on.
pub(in crate::php) fn is_on<T: Default + PartialEq>(switch: T) -> bool {
    switch != T::default()
}
