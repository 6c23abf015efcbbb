//! Normalization of Arabic text, with a map back to every original character.
//!
//! - [`form`] names the forms, [`builder`] puts one together from single operations, [`data`]
//!   holds the rules of both;
//! - [`step`] says what a form means, one step after the other, and [`compile`] makes one [`table`]
//!   of the steps;
//! - [`kernel`] copies a text through the table; [`align`] is the map back.

// Form names are names, and the hot loops are inlined by hand because two or three of them make one
// kernel.
#![allow(clippy::doc_markdown, clippy::inline_always)]
// Ranges here come from the text's own length and the tables' own sizes; the property tests run
// every kernel over any text, with bounds checked.
#![allow(clippy::indexing_slicing)]

mod align;
mod builder;
mod compile;
mod data;
mod form;
mod kernel;
mod mojibake;
mod rules;
mod step;
mod stream;
mod table;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
#[cfg(feature = "parallel")]
use std::sync::{Mutex, PoisonError, mpsc};

pub(crate) use align::Cursor;
pub use align::{Aligned, AlignedUnits};
pub use builder::{AlefMaksura, Digits, Hamza, NormalizerBuilder, TehMarbuta, Whitespace};
pub use form::Form;
pub use kernel::Kernel;
pub use rules::{Rule, Rules};
pub use stream::{Reader, Stream};

use align::{Map, Unaligned};
use compile::{Base, Paths};
use step::Step;
use table::Table;

use crate::error::Error;

/// A compiled set of normalization rules.
///
/// Compiling takes some microseconds; the named forms are compiled once for the whole
/// program, and a clone shares its tables.
///
/// # Example
///
/// ```
/// use rawi::{Form, Normalizer};
///
/// let news = Normalizer::new(Form::News);
/// assert_eq!(news.normalize("«الأمرُ» ٣٫٥٪"), "\"الأمر\" 3.5%");
/// ```
#[derive(Clone, Debug)]
pub struct Normalizer {
    inner: Arc<Compiled>,
}

/// What the kernels work with.
#[derive(Debug)]
pub(crate) struct Compiled {
    steps: Vec<Step>,
    table: Table,
    /// The table in the shape vector kernels want, when they can do it at all.
    vector: Option<Box<kernel::Vector>>,
    /// Always one that is available.
    kernel: Kernel,
    /// What becomes of the Farsi yeh, when that depends on its place.
    yeh: Option<kernel::Yeh>,
    /// Nothing depends on its neighbours.
    local: bool,
    /// Deleted marks belong to the letter before them in the alignment.
    marks_belong: bool,
    /// What characters become on their way through the steps, for what is compiled from this.
    paths: OnceLock<Paths>,
}

impl Normalizer {
    /// The normalizer of a form.
    pub fn new(form: Form) -> Normalizer {
        Normalizer::of(form).clone()
    }

    /// The one normalizer of a form.
    pub(crate) fn of(form: Form) -> &'static Normalizer {
        static FORMS: [OnceLock<Normalizer>; Form::ALL.len()] =
            [const { OnceLock::new() }; Form::ALL.len()];
        FORMS[form as usize].get_or_init(|| {
            let steps = form.steps();
            let table = compile::compile(&steps, Base::Forms).base();
            Normalizer::with(steps, table, form.marks_belong(), None)
        })
    }

    /// A builder with nothing switched on.
    pub fn builder() -> NormalizerBuilder {
        NormalizerBuilder::empty()
    }

    /// The normalizer of the steps of a builder, which shares what it can with that of a form much
    /// like it.
    fn compile(steps: Vec<Step>, near: Form) -> Normalizer {
        let of = Normalizer::of(near);
        let table = compile::compile_near(&steps, of);
        let table = table.unwrap_or_else(|| compile::compile(&steps, Base::Near(near)));
        Normalizer::with(steps, table, true, Some(of))
    }

    fn with(
        steps: Vec<Step>,
        table: Table,
        marks_belong: bool,
        near: Option<&Normalizer>,
    ) -> Normalizer {
        let near = near.and_then(|n| Some((&n.inner.table, n.inner.vector.as_deref()?)));
        let vector = kernel::Vector::new(&table, near);
        let (kernel, local) = (Kernel::best(), table.is_local());
        let yeh = kernel::Yeh::new(&table);
        let paths = OnceLock::new();
        let inner = Compiled { steps, table, vector, kernel, yeh, local, marks_belong, paths };
        Normalizer { inner: Arc::new(inner) }
    }

    /// The same normalizer on another kernel, if this processor can run it.
    pub fn with_kernel(&self, kernel: Kernel) -> Option<Normalizer> {
        let Compiled { steps, table, vector, yeh, local, marks_belong, .. } = &*self.inner;
        kernel.is_available().then(|| Normalizer {
            inner: Arc::new(Compiled {
                steps: steps.clone(),
                table: table.clone(),
                vector: vector.clone(),
                kernel,
                yeh: *yeh,
                local: *local,
                marks_belong: *marks_belong,
                paths: OnceLock::new(),
            }),
        })
    }

    /// The normalized text; borrowed when nothing changes.
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.normalize_with(text, Vec::new())
    }

    /// [`Normalizer::normalize`], with memory for what becomes of a text that is not short.
    #[inline(always)]
    fn normalize_with<'t>(&self, text: &'t str, room: Vec<u8>) -> Cow<'t, str> {
        match kernel::short(&self.inner, text) {
            Some(short) => short,
            None => self.normalize_long(text, room),
        }
    }

    /// [`Normalizer::normalize`], apart because a short text should not wait for what a long one
    /// needs.
    #[inline(never)]
    fn normalize_long<'t>(&self, text: &'t str, mut out: Vec<u8>) -> Cow<'t, str> {
        kernel::run(&self.inner, text, &mut out, &mut Unaligned);
        if out == text.as_bytes() { Cow::Borrowed(text) } else { Cow::Owned(kernel::string(out)) }
    }

    /// The normalized text of bytes that should be UTF-8; borrowed when nothing changes.
    ///
    /// # Errors
    ///
    /// When they are not; [`Error::position`] says where.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::{Form, Normalizer};
    ///
    /// let n = Normalizer::new(Form::News);
    /// assert_eq!(n.normalize_bytes("مُدرّسة".as_bytes())?, "مدرسة");
    /// let err = n.normalize_bytes(b"abc\xFF").unwrap_err();
    /// assert_eq!(err.position(), Some(3));
    /// # Ok::<(), rawi::Error>(())
    /// ```
    pub fn normalize_bytes<'t>(&self, bytes: &'t [u8]) -> Result<Cow<'t, str>, Error> {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Ok(self.normalize(text)),
            // The fast check does not say where.
            Err(_) => {
                let at = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
                Err(Error::encoding(None, at))
            }
        }
    }

    /// The normalized texts, in order, made on all cores.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::{Form, Normalizer};
    ///
    /// let n = Normalizer::new(Form::Search);
    /// assert_eq!(n.normalize_batch(&["أحمد", "مدرسة"]), ["احمد", "مدرسه"]);
    /// ```
    #[cfg(feature = "parallel")]
    pub fn normalize_batch<'t, S: AsRef<str> + Sync>(&self, texts: &'t [S]) -> Vec<Cow<'t, str>> {
        /// Most texts that a thread takes at once: enough of the shortest to be worth asking for.
        const MOST: usize = 64;
        let threads = rayon::current_num_threads();
        let few = (texts.len() / (32 * threads)).clamp(1, MOST);
        let mut out: Vec<Cow<'t, str>> = vec![Cow::Borrowed(""); texts.len()];
        self.normalize_parts(texts.chunks(few).zip(out.chunks_mut(few)), threads.min(texts.len()));
        out
    }

    /// Fills parts of a batch, on so many threads: this one hands out each as soon as it has room.
    #[cfg(feature = "parallel")]
    fn normalize_parts<'t: 'o, 'o, S: AsRef<str> + Sync + 't>(
        &self,
        parts: impl Iterator<Item = (&'t [S], &'o mut [Cow<'t, str>])>,
        threads: usize,
    ) {
        let (ready, next) = mpsc::channel();
        let next = Mutex::new(next);
        let next = || next.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let work = || {
            while let Ok((texts, out)) = next() {
                let (texts, out): (&'t [S], &mut [Cow<'t, str>]) = (texts, out);
                for (text, out) in texts.iter().zip(out) {
                    let room = std::mem::take(out).into_owned();
                    *out = self.normalize_with(text.as_ref(), room.into_bytes());
                }
            }
        };
        rayon::in_place_scope(|scope| {
            (1..threads).for_each(|_| scope.spawn(|_| work()));
            // Memory is taken here for all of them: allocators ask the system for what other threads
            // need in small pieces, and the threads wait for each other there.
            for (texts, out) in parts {
                for (text, out) in texts.iter().zip(&mut *out) {
                    *out = Cow::Owned(String::with_capacity(kernel::room(text.as_ref())));
                }
                let _ = ready.send((texts, out));
            }
            drop(ready);
            // This thread works as well: others take their time to wake up, and to wake this one.
            work();
        });
    }

    /// Appends the normalized text to `out`.
    pub fn normalize_into(&self, text: &str, out: &mut String) {
        let mut bytes = std::mem::take(out).into_bytes();
        if !kernel::short_into(&self.inner, text, &mut bytes) {
            kernel::run(&self.inner, text, &mut bytes, &mut Unaligned);
        }
        *out = kernel::string(bytes);
    }

    /// The normalized text with a map to the original and back.
    pub fn normalize_aligned(&self, text: &str) -> Aligned {
        let mut out = Vec::new();
        let mut map = Map::new(text.len(), !self.inner.marks_belong, self.inner.kernel);
        kernel::run(&self.inner, text, &mut out, &mut map);
        map.finish(kernel::string(out))
    }

    /// Appends the normalized form of two-byte text to `out`, and says whether it differs from it.
    ///
    /// This is for languages that keep strings so, as CPython does: every unit is a character of
    /// the basic plane or a lone surrogate, and lone surrogates stay.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::{Form, Normalizer};
    ///
    /// let units: Vec<u16> = "مُدرّسة".encode_utf16().collect();
    /// let mut out = Vec::new();
    /// assert!(Normalizer::new(Form::News).normalize_ucs2(&units, &mut out));
    /// assert_eq!(String::from_utf16(&out).unwrap(), "مدرسة");
    /// ```
    pub fn normalize_ucs2(&self, units: &[u16], out: &mut Vec<u16>) -> bool {
        let from = out.len();
        kernel::ucs2::run(&self.inner, units, out);
        out.get(from..) != Some(units)
    }

    /// True when [`Normalizer::normalize_ucs2`] is faster than going through UTF-8.
    #[cfg(all(feature = "python", not(feature = "abi3")))]
    pub(crate) fn prefers_ucs2(&self) -> bool {
        kernel::ucs2::is_fast(&self.inner)
    }

    /// True when normalizing `text` would change nothing.
    pub fn is_normalized(&self, text: &str) -> bool {
        matches!(self.normalize(text), Cow::Borrowed(_))
    }

    /// What the normalizer does, code point by code point.
    pub fn rules(&self) -> Rules {
        Rules::of(&self.inner.steps, &self.inner.table)
    }
}

impl Form {
    /// What the form does, code point by code point; `Display` prints it.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::Form;
    ///
    /// let rules = Form::Lucene.rules();
    /// assert!(rules.to_string().contains("U+0629 ة becomes ه U+0647"));
    /// assert!(rules.to_string().contains("U+064B..U+0652 deleted"));
    /// ```
    pub fn rules(self) -> Rules {
        Normalizer::new(self).rules()
    }
}

#[cfg(test)]
mod tests;
