package io.chimera.refinement.state.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReorderBufferTest {
  private record Item(long timestampMillis, long sequence, int arrival) {}

  private final List<Item> released = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("REF-L4-07, C-000-22: disorder within the span comes out sorted, nothing lost")
  void disorderWithinTheSpanComesOutSorted(long seed) {
    Random random = new Random(seed);
    long span = 1_000;
    List<Item> items = new ArrayList<>();
    long newest = 0;
    for (int i = 0; i < 2_000; i++) {
      newest += random.nextInt(200);
      items.add(new Item(newest - random.nextInt((int) span), random.nextInt(5), i));
    }
    ReorderBuffer<Item> buffer = new ReorderBuffer<>(span, 10_000);
    long watermark = Long.MIN_VALUE;
    for (Item item : items) {
      add(buffer, item);
      if (random.nextInt(10) == 0) {
        watermark = Math.max(watermark, item.timestampMillis() - span);
        buffer.advance(watermark, released::add);
      }
      if (random.nextInt(200) == 0) {
        buffer = restored(buffer, span);
      }
    }
    buffer.advance(Long.MAX_VALUE, released::add);
    assertThat(buffer.size()).isZero();
    assertThat(released)
        .containsExactlyElementsOf(
            items.stream()
                .sorted(
                    Comparator.comparingLong(Item::timestampMillis)
                        .thenComparingLong(Item::sequence)
                        .thenComparingInt(Item::arrival))
                .toList());
  }

  private ReorderBuffer<Item> restored(ReorderBuffer<Item> buffer, long span) {
    ReorderBuffer<Item> restored = new ReorderBuffer<>(span, 10_000);
    buffer.forEach(
        (timestamp, sequence, item) -> restored.add(timestamp, sequence, item, released::add));
    return restored;
  }

  @Test
  void anItemLeavesWhenANewerOneIsTheSpanAhead() {
    ReorderBuffer<Item> buffer = new ReorderBuffer<>(1_000, 10);
    add(buffer, new Item(5_000, 0, 0));
    add(buffer, new Item(5_999, 0, 1));
    assertThat(released).isEmpty();
    add(buffer, new Item(6_000, 0, 2));
    assertThat(released).extracting(Item::arrival).containsExactly(0);
  }

  @Test
  void whatIsOlderThanTheReleasedFrontPassesAtOnce() {
    ReorderBuffer<Item> buffer = new ReorderBuffer<>(1_000, 10);
    add(buffer, new Item(5_000, 0, 0));
    add(buffer, new Item(7_000, 0, 1));
    add(buffer, new Item(5_500, 0, 2));
    assertThat(released).extracting(Item::arrival).containsExactly(0, 2);
    buffer.advance(6_500, released::add);
    add(buffer, new Item(6_400, 0, 3));
    assertThat(released).extracting(Item::arrival).containsExactly(0, 2, 3);
    assertThat(buffer.size()).isEqualTo(1);
  }

  @Test
  void theOldestGoesEarlyWhenTheBufferIsFull() {
    ReorderBuffer<Item> buffer = new ReorderBuffer<>(1_000_000, 100);
    for (int i = 0; i < 1_000; i++) {
      add(buffer, new Item(1_000 - i, 0, i));
      assertThat(buffer.size()).isLessThanOrEqualTo(100);
    }
    assertThat(released).hasSize(900);
    assertThat(released.get(0).arrival()).as("the 101st is the oldest").isEqualTo(100);
  }

  @Test
  void aSpanOfZeroPassesWhatIsInOrder() {
    ReorderBuffer<Item> buffer = new ReorderBuffer<>(0, 10);
    add(buffer, new Item(1, 0, 0));
    add(buffer, new Item(2, 0, 1));
    assertThat(released).hasSize(2);
  }

  @Test
  void aBufferThatCannotWorkIsRefused() {
    assertThatThrownBy(() -> new ReorderBuffer<Item>(-1, 1))
        .hasMessage("spanMillis must not be negative, was -1");
    assertThatThrownBy(() -> new ReorderBuffer<Item>(1, 0))
        .hasMessage("limit must be at least 1, was 0");
  }

  private void add(ReorderBuffer<Item> buffer, Item item) {
    buffer.add(item.timestampMillis(), item.sequence(), item, released::add);
  }
}
