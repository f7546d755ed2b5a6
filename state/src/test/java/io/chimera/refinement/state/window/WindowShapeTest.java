package io.chimera.refinement.state.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WindowShapeTest {
  private static final WindowShape MINUTE_BY_TEN_SECONDS = new WindowShape(60_000, 10_000);

  @Test
  @DisplayName("REF-STR-01: one minute sliding by ten seconds takes six panes")
  void aWindowIsPutTogetherFromPanesAsLongAsItsSlide() {
    assertThat(MINUTE_BY_TEN_SECONDS.panes()).isEqualTo(6);
    assertThat(MINUTE_BY_TEN_SECONDS.paneStart(0)).isZero();
    assertThat(MINUTE_BY_TEN_SECONDS.paneStart(9_999)).isZero();
    assertThat(MINUTE_BY_TEN_SECONDS.paneStart(10_000)).isEqualTo(10_000);
    assertThat(MINUTE_BY_TEN_SECONDS.paneStart(-1)).isEqualTo(-10_000);
  }

  @Test
  void theNextEndIsLaterThanTheTimeAskedFor() {
    assertThat(MINUTE_BY_TEN_SECONDS.nextEnd(0)).isEqualTo(10_000);
    assertThat(MINUTE_BY_TEN_SECONDS.nextEnd(9_999)).isEqualTo(10_000);
    assertThat(MINUTE_BY_TEN_SECONDS.nextEnd(10_000)).isEqualTo(20_000);
    assertThat(MINUTE_BY_TEN_SECONDS.nextEnd(-10_001)).isEqualTo(-10_000);
  }

  @Test
  void aShapeThatDoesNotAddUpIsRefused() {
    assertThatThrownBy(() -> new WindowShape(60_000, 7_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slideMillis must divide sizeMillis (60000), was 7000");
    assertThatThrownBy(() -> new WindowShape(60_000, 0))
        .hasMessage("slideMillis must be positive, was 0");
    assertThatThrownBy(() -> new WindowShape(-10, 10))
        .hasMessage("sizeMillis must be positive, was -10");
    assertThatThrownBy(() -> new WindowShape(10, 20)).hasMessageStartingWith("slideMillis must");
  }
}
