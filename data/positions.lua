-- Positions: one row is one body position or joint angle in which a test is done or an exercise begins.
-- A norm that names a position fits only readings taken in it. The angles of the knee groups are those of the pooled
-- source, whose abstract gives no degrees: which group a set-up belongs to is the clinician's call.
--
-- A guided assessment goes through them in the order of these rows, so that the patient turns over once; what stands
-- `with` another is taken together with it. Joint angles go with the posture in which they are mostly taken
-- (convention).
return {
  { id = "supine", label = "Lying on the back" },
  { id = "side_lying", label = "Lying on the side" },
  { id = "prone", label = "Lying face down" },
  { id = "prone_knee_bent", label = "Lying face down, knee bent to 90 deg", with = "prone" },  -- convention
  { id = "quadruped", label = "On hands and knees" },
  { id = "kneeling", label = "Kneeling on both knees" },
  { id = "half_kneeling", label = "Kneeling on one knee", with = "kneeling" },
  { id = "seated", label = "Sitting" },
  { id = "standing", label = "Standing" },
  { id = "running", label = "Running" },

  -- Joint angles

  { id = "hip_0", label = "Hip straight (0 deg)", with = "supine" },  -- convention
  { id = "hip_45", label = "Hip bent to 45 deg", with = "supine" },  -- convention
  { id = "hip_90", label = "Hip bent to 90 deg", with = "supine" },  -- convention
  { id = "knee_near_straight", label = "Knee near straight", with = "seated" },
  { id = "knee_mid_range", label = "Knee in mid-range", with = "seated" },
  { id = "knee_flexed", label = "Knee well bent", with = "seated" },
  { id = "knee_straight", label = "Knee straight", with = "seated" },
  { id = "knee_bent", label = "Knee bent", with = "seated" },
}
