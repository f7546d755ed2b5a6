/** The control topic as the command line sees it: what is in force, and how to change it. */
package io.chimera.refinement.local.control;
