package io.chimera.refinement.state.ingest;

/**
 * The bounded memory of recently seen report ids, by which repeats are told from news.
 *
 * <p>An id is remembered for a horizon of event time and forgotten slot by slot; when more than the
 * allowed number are held, the oldest slot goes early. Fingerprints only: two of n ids share one of
 * 64 bits with a probability of about n² / 2^65. Mutable. Cost: one lookup per check, whatever the
 * number of slots; 20 to 32 bytes per id.
 */
public final class RecentIds {

  /** What is known of an id. */
  public enum Answer {
    /** Not remembered. */
    NEW,
    /** Remembered with the same body. */
    SAME,
    /** Remembered, with other bodies only. */
    CONFLICT
  }

  /** Slots of one memory lie less than this apart, so that 32 bits tell them from each other. */
  private static final long MOST_SLOTS = 1L << 30;

  private final long horizonMillis;
  private final long slotMillis;
  private final long maxIds;

  private final FingerprintTable table = new FingerprintTable();
  private final SlotSet slots = new SlotSet();

  /** Slots before this one went early and are not remembered again. */
  private long firstSlot = Long.MIN_VALUE;

  /** From here on nothing was forgotten early. */
  private long completeFromMillis = Long.MIN_VALUE;

  private long watermarkMillis = Long.MIN_VALUE;

  /**
   * An empty memory.
   *
   * @param horizonMillis for how long an id is remembered, event time
   * @param slotMillis the granularity in which ids are forgotten, at most {@code horizonMillis}
   * @param maxIds the most ids held at once
   */
  public RecentIds(long horizonMillis, long slotMillis, long maxIds) {
    if (horizonMillis <= 0) {
      throw new IllegalArgumentException("horizonMillis must be positive, was " + horizonMillis);
    }
    if (slotMillis <= 0 || slotMillis > horizonMillis) {
      throw new IllegalArgumentException(
          "slotMillis must be in [1, " + horizonMillis + "], was " + slotMillis);
    }
    if (maxIds <= 0 || maxIds > FingerprintTable.MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "maxIds must be in [1, " + FingerprintTable.MOST_ENTRIES + "], was " + maxIds);
    }
    this.horizonMillis = horizonMillis;
    this.slotMillis = slotMillis;
    this.maxIds = maxIds;
  }

  /** Whether the id is remembered; a report beyond the horizon is always new. */
  public Answer check(long idHash, int bodyHash, long timestampMillis, long watermarkMillis) {
    this.watermarkMillis = Math.max(this.watermarkMillis, watermarkMillis);
    if (slots.isEmpty() || beyondHorizon(timestampMillis, watermarkMillis)) {
      return Answer.NEW;
    }
    long firstLive = Math.max(slots.oldest(), firstLiveSlot(watermarkMillis));
    return firstLive > slots.newest() ? Answer.NEW : table.find(idHash, bodyHash, firstLive);
  }

  /** Remembers the id, unless the report is beyond the horizon; says whether it does. */
  public boolean remember(long idHash, int bodyHash, long timestampMillis, long watermarkMillis) {
    this.watermarkMillis = Math.max(this.watermarkMillis, watermarkMillis);
    return !beyondHorizon(timestampMillis, watermarkMillis)
        && hold(idHash, bodyHash, slot(timestampMillis));
  }

  /** Whether the slot still holds ids; what a snapshot kept for one that does not can go. */
  public boolean holds(long slotStartMillis) {
    return !slots.isEmpty() && slot(slotStartMillis) >= slots.oldest();
  }

  /** Takes back what a snapshot held. */
  public void restore(IdChunk chunk) {
    long slot = slot(chunk.slotStartMillis());
    for (int i = 0; i < chunk.ids().length; i++) {
      hold(chunk.ids()[i], chunk.bodies()[i], slot);
    }
  }

  private boolean hold(long idHash, int bodyHash, long slot) {
    while (!slots.isEmpty() && slot - slots.oldest() >= MOST_SLOTS) {
      forgetOldestEarly();
    }
    boolean held =
        slot >= firstSlot
            && (slots.isEmpty() || slots.newest() - slot < MOST_SLOTS)
            && table.add(idHash, bodyHash, slot);
    if (held) {
      slots.add(slot);
      if (table.size() > maxIds) {
        forgetOldestEarly();
      }
    }
    return held;
  }

  /**
   * Gives up the oldest slot; the newest one may fill again, for the repeats that follow closely.
   */
  private void forgetOldestEarly() {
    long oldest = slots.oldest();
    firstSlot = slots.newest() == oldest ? oldest : oldest + 1;
    completeFromMillis = Math.max(completeFromMillis, (oldest + 1) * slotMillis);
    drop(oldest + 1);
  }

  /** Drops the slots that lie entirely beyond the horizon and returns how many they were. */
  public int expire(long watermarkMillis) {
    this.watermarkMillis = Math.max(this.watermarkMillis, watermarkMillis);
    long firstLive = firstLiveSlot(watermarkMillis);
    return !slots.isEmpty() && slots.oldest() < firstLive ? drop(firstLive) : 0;
  }

  private int drop(long beforeSlot) {
    int dropped = slots.dropBefore(beforeSlot);
    if (slots.isEmpty()) {
      table.clear();
    } else {
      table.dropBefore(beforeSlot);
    }
    return dropped;
  }

  /**
   * For how long ids are remembered at present: less than the horizon while memory does not
   * suffice.
   */
  public long horizonInForceMillis() {
    if (completeFromMillis == Long.MIN_VALUE) {
      return horizonMillis;
    }
    return watermarkMillis <= completeFromMillis
        ? 0
        : Math.min(horizonMillis, watermarkMillis - completeFromMillis);
  }

  /** Start of the slot that {@code timestampMillis} falls into. */
  public long slotStart(long timestampMillis) {
    return slot(timestampMillis) * slotMillis;
  }

  /** Ids held. */
  public long size() {
    return table.size();
  }

  /** Memory held, in bytes. */
  public long bytes() {
    return 96 + table.bytes() + slots.bytes();
  }

  private boolean beyondHorizon(long timestampMillis, long watermarkMillis) {
    return timestampMillis + horizonMillis <= watermarkMillis;
  }

  private long slot(long timestampMillis) {
    return Math.floorDiv(timestampMillis, slotMillis);
  }

  /** The first slot that has a timestamp within the horizon. */
  private long firstLiveSlot(long watermarkMillis) {
    return watermarkMillis < Long.MIN_VALUE + horizonMillis
        ? slot(Long.MIN_VALUE)
        : slot(watermarkMillis - horizonMillis + 1);
  }
}
