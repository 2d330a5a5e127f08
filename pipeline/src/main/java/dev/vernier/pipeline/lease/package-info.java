/** Who may write to a shared folder. */
package dev.vernier.pipeline.lease;
