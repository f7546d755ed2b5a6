/**
 * Panes, sketches, windows and rollups: exact, mergeable, independent of the order in which their
 * parts arrive.
 */
package io.chimera.refinement.state.window;
