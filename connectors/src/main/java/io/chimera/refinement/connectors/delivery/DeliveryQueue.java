package io.chimera.refinement.connectors.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What waits for one subscriber. Advice to one subject goes in the order of its topic, one at a
 * time; subjects do not wait for one another. What was refused is parked beside its lane and lets
 * later advice pass; once that has been delivered, the older one is overtaken and never sent.
 *
 * <p>Cost: O(log n) per step; O(n) where parked advice is overtaken. What is settled leaves nothing
 * behind.
 */
final class DeliveryQueue {
  private static final Comparator<Parcel> BY_DUE_TIME =
      Comparator.comparingLong(Parcel::dueMillis).thenComparingLong(Parcel::number);
  private static final Comparator<Parcel> BY_EXPIRY =
      Comparator.comparingLong(Parcel::expiresMillis).thenComparingLong(Parcel::number);

  private final Map<String, Deque<Parcel>> lanes = new HashMap<>();
  private final TreeSet<Parcel> heads = new TreeSet<>(BY_DUE_TIME);
  private final TreeSet<Parcel> parked = new TreeSet<>(BY_DUE_TIME);

  /** What is here and not on its way. */
  private final TreeSet<Parcel> expiries = new TreeSet<>(BY_EXPIRY);

  private final Set<String> touched = new HashSet<>();
  private long added;
  private int size;

  int size() {
    return size;
  }

  void add(PendingAdvice pending) {
    Parcel parcel = new Parcel(pending, added++);
    size++;
    expiries.add(parcel);
    if (parcel.isParked()) {
      parked.add(parcel);
    } else {
      Deque<Parcel> lane = lane(parcel);
      lane.addLast(parcel);
      if (lane.size() == 1) {
        heads.add(parcel);
      }
    }
    touch(parcel);
  }

  /** Takes the next parcel that is due; it is on its way until it is settled or stands by. */
  Optional<Parcel> next(long nowMillis) {
    unpark(nowMillis);
    if (heads.isEmpty() || heads.first().dueMillis() > nowMillis) {
      return Optional.empty();
    }
    Parcel head = heads.pollFirst();
    expiries.remove(head);
    head.leave();
    return Optional.of(head);
  }

  /** When the next parcel is due, or {@link Long#MAX_VALUE}. */
  long dueMillis() {
    long lanesDue = heads.isEmpty() ? Long.MAX_VALUE : heads.first().dueMillis();
    return parked.isEmpty() ? lanesDue : Math.min(lanesDue, parked.first().dueMillis());
  }

  /** When the next parcel that is not on its way expires, or {@link Long#MAX_VALUE}. */
  long expiryMillis() {
    return expiries.isEmpty() ? Long.MAX_VALUE : expiries.first().expiresMillis();
  }

  /** Takes out what has expired; what is on its way may still arrive. */
  List<Parcel> expired(long nowMillis) {
    List<Parcel> gone = new ArrayList<>();
    while (expiryMillis() <= nowMillis) {
      Parcel parcel = expiries.first();
      remove(parcel);
      gone.add(parcel);
    }
    return gone;
  }

  /** Takes out what is not on its way and of that kind. */
  List<Parcel> take(Predicate<Parcel> kind) {
    List<Parcel> taken =
        Stream.concat(lanes.values().stream().flatMap(Deque::stream), parked.stream())
            .filter(parcel -> !parcel.isInFlight())
            .filter(kind)
            .sorted(Comparator.comparingLong(Parcel::number))
            .toList();
    taken.forEach(this::remove);
    return taken;
  }

  /** The parcel is done with; the next of its subject may go. */
  void settle(Parcel parcel) {
    expiries.remove(parcel);
    size--;
    advance(parcel);
    touch(parcel);
  }

  /** Takes out what stands before {@code delivered} and would now come too late. */
  List<Parcel> overtakenBy(Parcel delivered) {
    List<Parcel> overtaken = new ArrayList<>();
    for (Parcel other : parked) {
      if (subject(other).equals(subject(delivered)) && other.precedes(delivered)) {
        overtaken.add(other);
      }
    }
    for (Parcel other : lanes.getOrDefault(subject(delivered), new ArrayDeque<>())) {
      if (!other.isInFlight() && other.precedes(delivered)) {
        overtaken.add(other);
      }
    }
    overtaken.forEach(this::remove);
    return overtaken;
  }

  /** It is tried again then, and its subject waits for it. */
  void retry(Parcel parcel, long atMillis) {
    parcel.standBy(atMillis, false);
    heads.add(parcel);
    expiries.add(parcel);
    touch(parcel);
  }

  /** It is tried again then, unless later advice to its subject is delivered before. */
  void park(Parcel parcel, long untilMillis) {
    parcel.standBy(untilMillis, true);
    parked.add(parcel);
    expiries.add(parcel);
    advance(parcel);
    touch(parcel);
  }

  /** Subjects that have changed since the last call. */
  Set<String> takeTouched() {
    Set<String> taken = Set.copyOf(touched);
    touched.clear();
    return taken;
  }

  /** What waits for a subject or is on its way, in order. */
  List<PendingAdvice> pending(String subject) {
    List<PendingAdvice> pending = new ArrayList<>();
    for (Parcel parcel : lanes.getOrDefault(subject, new ArrayDeque<>())) {
      pending.add(parcel.pending());
    }
    parked.stream()
        .filter(parcel -> subject(parcel).equals(subject))
        .sorted(Comparator.comparingLong(parcel -> parcel.advice().origin().offset()))
        .forEach(parcel -> pending.add(parcel.pending()));
    return pending;
  }

  /** Parked parcels that are due go back to their lane. */
  private void unpark(long nowMillis) {
    while (!parked.isEmpty() && parked.first().dueMillis() <= nowMillis) {
      Parcel parcel = parked.pollFirst();
      parcel.standBy(parcel.dueMillis(), false);
      insert(parcel);
      touch(parcel);
    }
  }

  /** At its place in the topic, but never before what is on its way. */
  private void insert(Parcel parcel) {
    Deque<Parcel> lane = lane(parcel);
    Parcel head = lane.peekFirst();
    Deque<Parcel> before = new ArrayDeque<>();
    while (!lane.isEmpty()
        && (lane.peekFirst().isInFlight() || lane.peekFirst().precedes(parcel))) {
      before.push(lane.pollFirst());
    }
    lane.addFirst(parcel);
    before.forEach(lane::addFirst);
    if (lane.peekFirst() == parcel) {
      if (head != null) {
        heads.remove(head);
      }
      heads.add(parcel);
    }
  }

  private void remove(Parcel parcel) {
    parked.remove(parcel);
    heads.remove(parcel);
    settle(parcel);
  }

  /** Takes a parcel out of its lane; if it was the head, the next one is. */
  private void advance(Parcel parcel) {
    Deque<Parcel> lane = lanes.get(subject(parcel));
    if (lane == null) {
      return;
    }
    boolean head = lane.peekFirst() == parcel;
    lane.remove(parcel);
    if (lane.isEmpty()) {
      lanes.remove(subject(parcel));
    } else if (head) {
      heads.add(lane.peekFirst());
    }
  }

  private Deque<Parcel> lane(Parcel parcel) {
    return lanes.computeIfAbsent(subject(parcel), key -> new ArrayDeque<>());
  }

  private void touch(Parcel parcel) {
    touched.add(subject(parcel));
  }

  private static String subject(Parcel parcel) {
    return parcel.advice().subject();
  }
}
