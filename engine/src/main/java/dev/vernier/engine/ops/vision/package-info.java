/** Sampling of images at computed positions, regions of interest and boxes. */
package dev.vernier.engine.ops.vision;
