-- Positions: one row is one body position or joint angle in which a test is done or an exercise begins.
-- A norm that names a position fits only readings taken in it. The angles of the knee groups are those of the pooled
-- source, whose abstract gives no degrees: which group a set-up belongs to is the clinician's call.
--
-- `turn`: in which order a guided assessment goes through them, so that the patient turns over once; those of one turn
-- stand together under the label of the first. Joint angles go with the posture in which they are mostly taken
-- (convention).
return {
  { id = "supine", label = "Lying on the back", turn = 1 },
  { id = "side_lying", label = "Lying on the side", turn = 2 },
  { id = "prone", label = "Lying face down", turn = 3 },
  { id = "prone_knee_bent", label = "Lying face down, knee bent to 90 deg", turn = 3 },  -- convention
  { id = "quadruped", label = "On hands and knees", turn = 4 },
  { id = "kneeling", label = "Kneeling on both knees", turn = 5 },
  { id = "half_kneeling", label = "Kneeling on one knee", turn = 5 },
  { id = "seated", label = "Sitting", turn = 6 },
  { id = "standing", label = "Standing", turn = 7 },
  { id = "running", label = "Running", turn = 8 },

  -- Joint angles

  { id = "hip_0", label = "Hip straight (0 deg)", turn = 1 },  -- convention
  { id = "hip_45", label = "Hip bent to 45 deg", turn = 1 },  -- convention
  { id = "hip_90", label = "Hip bent to 90 deg", turn = 1 },  -- convention
  { id = "knee_near_straight", label = "Knee near straight", turn = 6 },
  { id = "knee_mid_range", label = "Knee in mid-range", turn = 6 },
  { id = "knee_flexed", label = "Knee well bent", turn = 6 },
  { id = "knee_straight", label = "Knee straight", turn = 6 },
  { id = "knee_bent", label = "Knee bent", turn = 6 },
}
