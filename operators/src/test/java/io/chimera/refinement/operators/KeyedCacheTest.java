package io.chimera.refinement.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedCacheTest {
  /** Counts the records of a key; every seventh one clears it. */
  private static final class Counts extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {
    private static final long serialVersionUID = 1;
    private transient KeyedCache<long[]> counts;

    @Override
    public void open() throws Exception {
      super.open();
      counts =
          new KeyedCache<>(
              getRuntimeContext()
                  .getState(
                      new ValueStateDescriptor<>(
                          "counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO)),
              getKeyedStateBackend(),
              this::setCurrentKey,
              4);
    }

    @Override
    public void processElement(StreamRecord<String> element) throws Exception {
      String key = element.getValue();
      long[] known = counts.get(key);
      long[] count = known == null ? new long[1] : known;
      count[0]++; // in place, as a state that knows its next state does
      if (count[0] % 7 == 0) {
        counts.remove(key);
      } else {
        counts.put(key, count);
      }
      output.collect(new StreamRecord<>(key + '=' + count[0]));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      counts.flush();
      super.snapshotState(context);
    }
  }

  /** More keys than places; some keys rest; snapshots and restores at random moments. */
  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "1, false", "2, false", "3, false"})
  void countsAreThoseOfAMapOverSnapshotsAndRestores(long seed, boolean rocks) throws Exception {
    Random random = new Random(seed);
    Map<String, Long> expected = new HashMap<>();
    var harness = harness(rocks, null);
    for (int i = 0; i < 1_500; i++) {
      String key = "key-" + random.nextInt(1 + (i / 150) % 9);
      long count = expected.merge(key, 1L, Long::sum);
      harness.processElement(new StreamRecord<>(key));
      assertThat(harness.extractOutputValues()).containsExactly(key + '=' + count);
      harness.getOutput().clear();
      if (count % 7 == 0) {
        expected.remove(key);
      }
      if (random.nextInt(20) == 0) {
        OperatorSubtaskState saved = harness.snapshot(i, i);
        if (random.nextBoolean()) {
          harness.close();
          harness = harness(rocks, saved);
        }
      }
    }
    harness.snapshot(9_999, 9_999);
    if (!rocks) { // which does not count its entries
      assertThat(harness.numKeyedStateEntries()).isEqualTo(expected.size());
    }
    harness.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, String, String> harness(
      boolean rocks, OperatorSubtaskState saved) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Counts(), (String value) -> value, Types.STRING);
    StateBackend backend = rocks ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
    harness.setStateBackend(backend);
    harness.setup();
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
    return harness;
  }
}
