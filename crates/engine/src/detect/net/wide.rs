//! Work that goes as wide as the processor does.

/// Work of many sums and products.
pub(super) trait Work {
    /// Does it; `FUSED` where the processor multiplies and adds at once.
    fn go<const FUSED: bool>(self);
}

/// Does it as wide as the processor works.
#[cfg(target_arch = "x86_64")]
pub(super) fn go(work: impl Work, wide: pulp::Arch) {
    match wide {
        pulp::Arch::V4(wide) => wide.vectorize(Fused(work)),
        pulp::Arch::V3(wide) => wide.vectorize(Fused(work)),
        _ => work.go::<false>(),
    }
}

/// Does it.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn go(work: impl Work, _: pulp::Arch) {
    work.go::<false>();
}

#[cfg(target_arch = "x86_64")]
struct Fused<W>(W);

#[cfg(target_arch = "x86_64")]
impl<W: Work> pulp::NullaryFnOnce for Fused<W> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.go::<true>();
    }
}
