//! `#[generator] async fn`: streams, in the runtimes and under the combinators that people use.

use futures::StreamExt;
use futures::stream::{FusedStream, Stream};
use generator_core::generator;
use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, channel};

#[generator]
async fn sums(mut numbers: Receiver<u32>) -> impl Stream<Item = u32> + Send {
    let mut sums = vec![0];
    while let Some(number) = numbers.recv().await {
        let last = sums.last().copied().unwrap_or(0);
        sums.push(last + number);
        for sum in &sums[1..] {
            yield_!(*sum);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_spawned() {
    let (sender, receiver) = channel(1);
    let sent = tokio::spawn(async move {
        for number in [1, 2, 3] {
            sender.send(number).await.expect("it is received");
            tokio::task::yield_now().await;
        }
    });
    let received = tokio::spawn(async move { sums(receiver).collect::<Vec<_>>().await });
    sent.await.expect("it ends");
    assert_eq!(received.await.expect("it ends"), [1, 1, 3, 1, 3, 6]);
}

#[generator]
async fn ticks(count: u32) -> impl FusedStream<Item = u32> {
    for tick in 0..count {
        tokio::time::sleep(Duration::from_millis(2)).await;
        yield_!(tick);
    }
}

#[tokio::test]
async fn nothing_is_lost_where_a_select_drops_a_waiting_next() {
    let mut ticks = pin!(ticks(5));
    let mut fast = tokio::time::interval(Duration::from_micros(300));
    let (mut items, mut interrupted) = (Vec::new(), 0);
    while !ticks.is_terminated() {
        tokio::select! {
            biased;
            item = ticks.next() => items.extend(item),
            _ = fast.tick() => interrupted += 1,
        }
    }
    assert_eq!(items, [0, 1, 2, 3, 4]);
    assert!(interrupted > 0, "the other branch has been taken");
}

#[generator]
async fn lines(text: String) -> impl Stream<Item = Result<u32, std::num::ParseIntError>> {
    for line in text.lines() {
        std::future::ready(()).await;
        if line.is_empty() {
            return;
        }
        yield_!(Ok(line.parse()?));
    }
}

#[tokio::test]
async fn a_failure_is_the_last_item() {
    let items = |text: &str| lines(text.into()).map(Result::ok).collect::<Vec<_>>();
    assert_eq!(items("1\n2").await, [Some(1), Some(2)]);
    assert_eq!(items("1\nx\n2").await, [Some(1), None]);
    assert_eq!(items("1\n\n2").await, [Some(1)]);
}

#[tokio::test]
async fn yield_from_takes_streams_and_iterators() {
    #[generator]
    async fn both(inner: impl Stream<Item = u32>, list: Vec<u32>) -> impl Stream<Item = u32> {
        yield_from!(inner);
        yield_from!(list.iter().map(|n| n + 1));
        yield_from!(ticks(2));
        yield_from!(Box::pin(ticks(1)) as Pin<Box<dyn Stream<Item = u32>>>);
        yield_from!(std::iter::once(list.len() as u32));
    }
    assert_eq!(both(ticks(2), vec![7, 8]).collect::<Vec<_>>().await, [0, 1, 8, 9, 0, 1, 0, 2]);
}

struct Noisy(Rc<RefCell<Vec<&'static str>>>, &'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[generator]
async fn waiting(journal: Rc<RefCell<Vec<&'static str>>>) -> impl Stream<Item = ()> {
    let local = Noisy(journal.clone(), "local");
    let borrowed = &local;
    yield_!(());
    let awaited = async {
        let _inner = Noisy(borrowed.0.clone(), "inner");
        std::future::pending::<()>().await;
    };
    awaited.await;
    yield_!(());
}

#[tokio::test]
async fn one_that_waits_is_dropped_from_the_inside() {
    let journal = Rc::new(RefCell::new(Vec::new()));
    let mut stream = Box::pin(waiting(journal.clone()));
    assert_eq!(stream.next().await, Some(()));
    let timed = tokio::time::timeout(Duration::from_millis(1), stream.next()).await;
    assert!(timed.is_err() && journal.borrow().is_empty());
    drop(stream);
    assert_eq!(journal.take(), ["inner", "local"]);
}

#[test]
fn under_combinators_with_wakers_of_their_own() {
    #[generator]
    async fn below(n: u32) -> impl Stream<Item = u32> {
        for i in 0..n {
            // Woken at once, by whoever polls.
            let mut waited = false;
            std::future::poll_fn(|context| {
                if std::mem::replace(&mut waited, true) {
                    return std::task::Poll::Ready(());
                }
                context.waker().wake_by_ref();
                std::task::Poll::Pending
            })
            .await;
            yield_!(i);
        }
    }
    futures::executor::block_on(async {
        let streams = futures::stream::select_all([3, 2, 1].map(|n| Box::pin(below(n))));
        let mut items: Vec<u32> = streams.collect().await;
        items.sort_unstable();
        assert_eq!(items, [0, 0, 0, 1, 1, 2]);
        let zipped = below(4).filter(|n| std::future::ready(n % 2 == 1)).zip(below(9).skip(3));
        assert_eq!(zipped.collect::<Vec<_>>().await, [(1, 3), (3, 4)]);
        let buffered = below(5).map(|n| async move { n * n }).buffer_unordered(3);
        assert_eq!(buffered.fold(0, |sum, n| std::future::ready(sum + n)).await, 30);
    });
}

#[tokio::test]
async fn it_is_fused_and_a_panic_ends_it() {
    #[generator]
    async fn panics() -> impl FusedStream<Item = u32> {
        yield_!(1);
        tokio::task::yield_now().await;
        panic!("in the body");
    }
    let mut stream = pin!(panics());
    assert_eq!(stream.size_hint(), (0, None));
    assert_eq!(stream.next().await, Some(1));
    let panicked = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(stream.next())).await;
    assert!(panicked.is_err());
    assert!(stream.is_terminated());
    assert_eq!((stream.next().await, stream.size_hint()), (None, (0, Some(0))));
}

struct Feed {
    rest: Vec<u32>,
}

trait Source {
    fn items(&mut self) -> Pin<Box<dyn Stream<Item = u32> + Send + '_>>;
}

impl Source for Feed {
    #[generator]
    async fn items(&mut self) -> Pin<Box<dyn Stream<Item = u32> + Send + '_>> {
        for item in self.rest.drain(..) {
            tokio::task::yield_now().await;
            yield_!(item);
        }
        self.rest.push(7);
    }
}

impl Feed {
    #[generator]
    async fn borrowed(&self) -> impl Stream<Item = &u32> {
        yield_from!(self.rest.iter());
    }
}

#[tokio::test]
async fn methods_and_boxes() {
    let mut feed = Feed { rest: vec![1, 2] };
    let dynamic: &mut dyn Source = &mut feed;
    assert_eq!(dynamic.items().collect::<Vec<_>>().await, [1, 2]);
    assert_eq!(feed.borrowed().collect::<Vec<&u32>>().await, [&7]);
}
