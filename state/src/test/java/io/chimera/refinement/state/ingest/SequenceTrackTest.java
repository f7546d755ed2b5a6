package io.chimera.refinement.state.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTrackTest {

  @Test
  void anUnbrokenRunCountsNothing() {
    assertThat(after(17, 18, 19)).isEqualTo(new SequenceTrack(19, 0, 0, 0));
  }

  @Test
  void skippedNumbersAreCounted() {
    assertThat(after(1, 2, 5, 6, 16)).isEqualTo(new SequenceTrack(16, 11, 0, 0));
  }

  @Test
  void aNumberThatComesAgainOrTooLateIsARepeat() {
    assertThat(after(20, 20, 19, 21)).isEqualTo(new SequenceTrack(21, 0, 2, 0));
    assertThat(after(5, 5)).isEqualTo(new SequenceTrack(5, 0, 1, 0));
  }

  @Test
  void aStepBackToTheFirstNumbersIsARestart() {
    assertThat(after(500, 0, 1, 2)).isEqualTo(new SequenceTrack(2, 0, 0, 1));
    assertThat(after(500, 9)).isEqualTo(new SequenceTrack(9, 0, 0, 1));
    assertThat(after(500, 10)).isEqualTo(new SequenceTrack(500, 0, 1, 0));
  }

  @Test
  void aLeapAcrossTheWholeRangeStaysCountable() {
    assertThat(after(-Long.MAX_VALUE, Long.MAX_VALUE).gaps()).isEqualTo(Long.MAX_VALUE);
    assertThat(after(-Long.MAX_VALUE, Long.MAX_VALUE, 0, 100).gaps()).isEqualTo(Long.MAX_VALUE);
  }

  private static SequenceTrack after(long... sequences) {
    SequenceTrack track = SequenceTrack.EMPTY;
    for (long sequence : sequences) {
      track = track.next(sequence);
    }
    return track;
  }
}
