package io.chimera.refinement.state.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.ingest.RecentIds.Answer;
import io.chimera.refinement.state.wire.RoundTrip;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentIdsTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long T0 = 1_795_248_000_000L;

  private record Known(int body, long timestampMillis) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @DisplayName("REF-ING-08, REF-ING-10, REF-L4-08: answers are those of a plain map with a horizon")
  void theAnswersAreThoseOfAPlainMap(long seed) {
    Random random = new Random(seed);
    RecentIds recent = new RecentIds(HOUR, MINUTE, 1_000_000);
    Map<Long, Known> known = new HashMap<>();
    long now = T0;
    for (int i = 0; i < 60_000; i++) {
      now += random.nextInt(400);
      long watermark = now - 5_000;
      long id =
          random.nextLong(8_000)
              - 4_000; // small numbers, 0 among them: nothing relies on good hashes
      Known before = known.get(id);
      boolean repeat = before != null && random.nextInt(3) > 0;
      long timestamp = repeat ? before.timestampMillis() : now - random.nextInt(5_000);
      int body = repeat && random.nextInt(5) > 0 ? before.body() : random.nextInt();
      Answer answer = recent.check(id, body, timestamp, watermark);
      assertThat(answer).isEqualTo(expected(before, body, timestamp, watermark));
      if (answer == Answer.NEW) {
        recent.remember(id, body, timestamp, watermark);
        if (timestamp + HOUR > watermark) {
          known.put(id, new Known(body, timestamp));
        }
      }
      if (random.nextInt(500) == 0) {
        recent.expire(watermark);
      }
    }
    assertThat(recent.horizonInForceMillis()).isEqualTo(HOUR);
  }

  private static Answer expected(Known before, int body, long timestamp, long watermark) {
    boolean forgotten = before == null || slotEnd(before.timestampMillis()) - 1 + HOUR <= watermark;
    if (forgotten || timestamp + HOUR <= watermark) {
      return Answer.NEW;
    }
    return before.body() == body ? Answer.SAME : Answer.CONFLICT;
  }

  private static long slotEnd(long timestampMillis) {
    return timestampMillis - Math.floorMod(timestampMillis, MINUTE) + MINUTE;
  }

  @Test
  void theSameIdWithAnotherBodyIsAConflictWhateverItsTimestamp() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 100);
    recent.remember(7, 1, T0, T0);
    assertThat(recent.check(7, 1, T0, T0)).isEqualTo(Answer.SAME);
    assertThat(recent.check(7, 2, T0, T0)).isEqualTo(Answer.CONFLICT);
    assertThat(recent.check(7, 2, T0 + 10 * MINUTE, T0)).isEqualTo(Answer.CONFLICT);
    assertThat(recent.check(8, 1, T0, T0)).isEqualTo(Answer.NEW);
  }

  @Test
  void whatIsBeyondTheHorizonIsNeverRemembered() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 100);
    recent.remember(7, 1, T0, T0 + HOUR);
    assertThat(recent.size()).isZero();
    recent.remember(7, 1, T0, T0 + HOUR - 1);
    assertThat(recent.check(7, 1, T0, T0 + HOUR - 1)).isEqualTo(Answer.SAME);
    assertThat(recent.check(7, 1, T0, T0 + HOUR)).isEqualTo(Answer.NEW);
  }

  @Test
  void slotsThatAreBeyondTheHorizonAreDropped() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 1_000_000);
    for (int i = 0; i < 30_000; i++) {
      recent.remember(Digests.mix(i), i, T0 + i * 100L, Long.MIN_VALUE);
    }
    assertThat(recent.expire(Long.MIN_VALUE)).isZero();
    assertThat(recent.expire(T0 + HOUR + MINUTE - 2)).isZero();
    assertThat(recent.expire(T0 + HOUR + MINUTE - 1)).isEqualTo(1);
    assertThat(recent.size()).isEqualTo(29_400);
    assertThat(recent.expire(T0 + HOUR + 10 * MINUTE)).isEqualTo(9);
    assertThat(recent.size()).isEqualTo(24_000);
    for (int i = 6_000; i < 30_000; i++) {
      assertThat(recent.check(Digests.mix(i), i, T0 + i * 100L, T0)).isEqualTo(Answer.SAME);
    }
    assertThat(recent.expire(Long.MAX_VALUE)).isEqualTo(40);
    assertThat(recent.size()).isZero();
  }

  @Test
  void theOldestSlotGoesEarlyWhenMemoryDoesNotSuffice() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 1_000);
    for (int i = 0; i < 2_000; i++) { // 100 per slot
      recent.remember(Digests.mix(i), i, T0 + i * 600L, T0 + i * 600L - 5_000);
      assertThat(recent.size()).isLessThanOrEqualTo(1_000);
    }
    assertThat(recent.horizonInForceMillis()).isBetween(8 * MINUTE, 10 * MINUTE);
    long watermark = T0 + 1_999 * 600L - 5_000;
    assertThat(recent.check(Digests.mix(1_999), 1_999, T0 + 1_999 * 600L, watermark))
        .isEqualTo(Answer.SAME);
    assertThat(recent.check(Digests.mix(0), 0, T0, watermark)).isEqualTo(Answer.NEW);
    long before = recent.size();
    recent.remember(Digests.mix(0), 0, T0, watermark);
    assertThat(recent.size()).as("a slot that went early is not begun again").isEqualTo(before);
    recent.expire(watermark + 2 * HOUR);
    assertThat(recent.horizonInForceMillis()).isEqualTo(HOUR);
  }

  @Test
  void oneSlotThatIsTooSmallStartsAnew() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 100);
    for (int i = 0; i < 950; i++) {
      recent.remember(Digests.mix(i), i, T0, T0);
    }
    assertThat(recent.size()).isBetween(1L, 100L);
    assertThat(recent.check(Digests.mix(949), 949, T0, T0)).isEqualTo(Answer.SAME);
    assertThat(recent.horizonInForceMillis()).isZero();
  }

  @Test
  void timesFarApartDoNotMeet() {
    RecentIds recent = new RecentIds(1_000, 1, 100);
    recent.remember(1, 1, T0, Long.MIN_VALUE);
    recent.remember(2, 2, T0 + (1L << 32), Long.MIN_VALUE);
    assertThat(recent.check(2, 2, T0 + (1L << 32), Long.MIN_VALUE)).isEqualTo(Answer.SAME);
    assertThat(recent.check(1, 1, T0, Long.MIN_VALUE)).isEqualTo(Answer.NEW);
    recent.remember(1, 1, T0, Long.MIN_VALUE);
    assertThat(recent.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chunksBringTheMemoryBack(long seed) {
    Random random = new Random(seed);
    RecentIds recent = new RecentIds(HOUR, MINUTE, 100_000);
    Map<Long, IdChunk.Builder> chunks = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      long timestamp = T0 + random.nextInt(3_000_000);
      recent.remember(Digests.mix(i), i, timestamp, T0);
      chunks
          .computeIfAbsent(recent.slotStart(timestamp), IdChunk.Builder::new)
          .add(Digests.mix(i), i);
    }
    RecentIds restored = new RecentIds(HOUR, MINUTE, 100_000);
    chunks
        .values()
        .forEach(chunk -> restored.restore(RoundTrip.through(IdChunk.CODEC, chunk.build())));
    assertThat(restored.size()).isEqualTo(recent.size());
    for (int i = 0; i < 5_000; i++) {
      assertThat(restored.check(Digests.mix(i), i, T0 + 3_000_000, T0)).isEqualTo(Answer.SAME);
    }
    long watermark = T0 + HOUR + 20 * MINUTE;
    assertThat(restored.expire(watermark)).isEqualTo(recent.expire(watermark));
    assertThat(restored.size()).isEqualTo(recent.size());
  }

  @Test
  void aBuiltChunkIsNotChangedByItsBuilder() {
    IdChunk.Builder builder = new IdChunk.Builder(T0);
    builder.add(1, 10);
    IdChunk chunk = builder.build();
    builder.clear();
    assertThat(builder.size()).isZero();
    builder.add(2, 20);
    assertThat(chunk.ids()).containsExactly(1);
    assertThat(chunk.bodies()).containsExactly(10);
    assertThat(chunk.slotStartMillis()).isEqualTo(T0);
  }

  @Test
  void anIdTakesAtMost32BytesAtEveryFillLevel() {
    RecentIds recent = new RecentIds(HOUR, MINUTE, 10_000_000);
    for (int i = 1; i <= 150_000; i++) {
      recent.remember(Digests.mix(i), i, T0 + i * 20L, T0);
      if (i > 1_000) {
        assertThat(recent.bytes()).isLessThanOrEqualTo(32 * recent.size() + 1_024);
      }
    }
    for (long watermark = T0 + HOUR; recent.size() > 1_000; watermark += MINUTE) {
      recent.expire(watermark);
      if (recent.size() > 1_000) {
        assertThat(recent.bytes()).isLessThanOrEqualTo(32 * recent.size() + 1_024);
      }
    }
  }

  @Test
  void aMemoryThatCannotWorkIsRefused() {
    assertThatThrownBy(() -> new RecentIds(0, 1, 1))
        .hasMessage("horizonMillis must be positive, was 0");
    assertThatThrownBy(() -> new RecentIds(10, 11, 1))
        .hasMessage("slotMillis must be in [1, 10], was 11");
    assertThatThrownBy(() -> new RecentIds(10, 1, 0))
        .hasMessage("maxIds must be in [1, 1000000000], was 0");
  }
}
