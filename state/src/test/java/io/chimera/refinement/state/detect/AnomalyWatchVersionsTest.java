package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States of earlier releases go on, and so does one of the present form. They are bytes that were
 * written after {@value #KNOWN} values of {@link Feed}, the last of which was 200 too high and
 * opened an incident.
 */
class AnomalyWatchVersionsTest {
  private static final int KNOWN = 2_000;
  private static final String OPENED = "b0c32416-6e7e-5416-acc1-e8ad310cc389";

  /** A day's swing between 80 and 120 with noise, one value every five minutes. */
  private static final class Feed {
    private static final long STEP = 300_000;
    private static final SeriesKey KEY = SeriesKey.parse("shop/cart/a-1/latency_ms");
    private final Random random = new Random(11);
    private AnomalyWatch watch = new AnomalyWatch();
    private int next;

    private Optional<Finding> observe(double above) {
      double swing = 100 + 20 * StrictMath.sin(2 * Math.PI * next / 288);
      double value = swing + 2 * random.nextGaussian() + above;
      long end = STEP * (next + 1);
      next++;
      return watch.observe(
          KEY,
          KEY.canonical(),
          Statistic.MEAN,
          end - STEP,
          end,
          value,
          AnomalyWatch.Params.defaults());
    }

    private static Feed known() {
      Feed feed = new Feed();
      for (int i = 0; i < KNOWN - 1; i++) {
        feed.observe(0);
      }
      feed.observe(200);
      return feed;
    }
  }

  private static AnomalyWatch written(int version) throws IOException {
    Path file = Path.of("src/test/resources/anomaly-watch-v" + version + ".txt");
    byte[] bytes = Base64.getMimeDecoder().decode(Files.readAllBytes(file));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    AnomalyWatch watch = AnomalyWatch.CODEC.read(in, version);
    assertThat(in.read()).as("bytes left over").isNegative();
    return watch;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void whatWasLearnedIsKnownToTheLastBit(int version) throws IOException {
    Feed restored = Feed.known();
    restored.watch = written(version);
    Feed undisturbed = Feed.known();
    for (int i = 0; i < 300; i++) {
      restored.observe(0);
      undisturbed.observe(0);
      assertThat(restored.watch.expected()).isEqualTo(undisturbed.watch.expected());
      assertThat(restored.watch.detector.rarity()).isEqualTo(undisturbed.watch.detector.rarity());
      assertThat(restored.watch.score()).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void anOpenIncidentClosesAndTheNextOneIsFound(int version) throws IOException {
    Feed feed = Feed.known();
    feed.watch = written(version);
    Optional<Finding> closed = Optional.empty();
    for (int i = 0; i < 100 && closed.isEmpty(); i++) {
      closed = feed.observe(0);
    }
    assertThat(closed)
        .hasValueSatisfying(
            finding -> {
              assertThat(finding.findingId()).isEqualTo(OPENED);
              assertThat(finding.state()).isEqualTo(Finding.State.CLOSED);
            });
    for (int i = 0; i < 600; i++) {
      feed.observe(0);
    }
    assertThat(feed.observe(400))
        .hasValueSatisfying(
            finding -> {
              assertThat(finding.state()).isEqualTo(Finding.State.OPEN);
              assertThat(finding.warming()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void anOldStateIsWrittenInThePresentForm(int version) throws IOException {
    AnomalyWatch watch = written(version);
    AnomalyWatch copy = Snapshots.restored(AnomalyWatch.CODEC, watch);
    assertThat(Snapshots.bytes(AnomalyWatch.CODEC, copy))
        .isEqualTo(Snapshots.bytes(AnomalyWatch.CODEC, watch));
  }
}
