/** From reports to panes, from panes to windows and rollups. */
package io.chimera.refinement.operators.window;
