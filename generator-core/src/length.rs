//! How many items a boxed body hands out: as its text tells at the start, counted down from there, for what the body holds
//! can't be asked.

/// What the text of a body tells.
pub trait Length<A> {
    /// What is left to be handed out.
    type Left: Left;

    /// What is left at the start, of a body with these arguments.
    fn at_start(&self, args: &A) -> Self::Left;
}

/// What is left to be handed out.
pub trait Left {
    /// An item has been handed out.
    fn took_one(&mut self);

    /// As [`Iterator::size_hint`] tells it.
    fn hint(&self) -> (usize, Option<usize>);
}

/// It tells nothing.
#[derive(Debug)]
pub struct Unknown;

impl<A> Length<A> for Unknown {
    type Left = ();

    #[inline]
    fn at_start(&self, _: &A) {}
}

impl Left for () {
    #[inline]
    fn took_one(&mut self) {}

    #[inline]
    fn hint(&self) -> (usize, Option<usize>) {
        (0, None)
    }
}

/// It is a function of the arguments.
#[derive(Debug)]
pub struct Known<Hint>(pub Hint);

impl<A, Hint: Fn(&A) -> (usize, Option<usize>)> Length<A> for Known<Hint> {
    type Left = Counted;

    #[inline]
    fn at_start(&self, args: &A) -> Counted {
        let (least, most) = (self.0)(args);
        Counted { least, most }
    }
}

/// At least and at most so many.
#[derive(Debug)]
pub struct Counted {
    least: usize,
    most: Option<usize>,
}

impl Left for Counted {
    #[inline]
    fn took_one(&mut self) {
        self.least = self.least.saturating_sub(1);
        self.most = self.most.map(|most| most.saturating_sub(1));
    }

    #[inline]
    fn hint(&self) -> (usize, Option<usize>) {
        (self.least, self.most)
    }
}
